"""A contact that becomes a protection report, and what its desk answers."""
