"""Lists of people from institutions: read, cleaned, shown row by row, approved by another, and taken back."""
