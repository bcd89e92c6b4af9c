"""Telephone numbers for help: data, because they change."""
