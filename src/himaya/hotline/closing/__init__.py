"""How a contact ends: finished, set aside, or because the caller left."""
