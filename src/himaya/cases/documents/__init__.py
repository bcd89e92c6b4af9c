"""Documents of a case: its own, those of its people, and what came with its reports."""
