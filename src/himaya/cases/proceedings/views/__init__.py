"""Pages: a proceeding and what happens in it (`work`), orders (`orders`)."""
