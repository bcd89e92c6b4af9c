"""Questionnaires: what they ask, in three languages, since when, from whose pen, under which licence."""
