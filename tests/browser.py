"""Journeys: a real browser against the running site."""
