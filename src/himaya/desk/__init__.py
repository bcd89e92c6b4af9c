"""Pages that show several contexts at once: home, worklist, search, person file, settings. Owns no table."""
