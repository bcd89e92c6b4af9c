"""What the country is and what the law says: territory, code lists, norms, working days. Owns no person's data."""
