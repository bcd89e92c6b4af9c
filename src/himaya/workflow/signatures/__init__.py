"""Who put their name under what, when, and how we know it was them."""
