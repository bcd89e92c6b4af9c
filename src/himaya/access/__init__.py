"""Who may see and do what: units, users, roles, grants, audit. Not what the records mean."""
