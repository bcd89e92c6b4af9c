"""The family drawn: three generations with their ties, and where the person lived over the years."""
