"""What was missing when a step went ahead all the same."""
