"""Keeping organisations and their units: names, place in the tree, territories."""
