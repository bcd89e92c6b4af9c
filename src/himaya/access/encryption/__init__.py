"""Columns that stay closed even to who holds the database: a key for each dossier, under a master key."""
