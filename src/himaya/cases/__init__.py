"""A report about a child and the work that follows until the child is safe. Not care placements (care)."""
