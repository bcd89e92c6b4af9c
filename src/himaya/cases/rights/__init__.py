"""Rights of the Convention that a case touches, and the one page of a case for all that is done by law."""
