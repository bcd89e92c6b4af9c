"""A missing child: police at once, the search step by step, and a talk with the child who is back."""
