"""A contact: created the moment it arrives, written field by field, finished once."""
