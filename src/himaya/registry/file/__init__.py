"""A person's file: all that the register holds of one person, on one page."""
