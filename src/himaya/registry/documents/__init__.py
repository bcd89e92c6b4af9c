"""Files that belong to a record: photos, letters, scans. What they show is the record's matter."""
