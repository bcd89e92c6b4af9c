"""The methodologists' forms, filled in about the people of a case."""
