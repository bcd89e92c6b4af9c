"""How long what is known about a person is kept: what has fallen due, what is held, and what two people decided."""
