"""Emergency removal: a child is taken from where life or health is in danger, and a court looks at it within days."""
