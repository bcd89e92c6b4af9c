"""Call-backs promised to a caller at risk, each with its clock."""
