"""Questionnaires and their answers, each answer keeping the version it was asked with. Not what follows from a score."""
