"""Letters: wording and layout by date, numbered, set as tagged PDF, kept, and never changed."""
