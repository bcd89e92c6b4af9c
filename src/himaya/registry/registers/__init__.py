"""Registers derived from dated statuses: who is on a list on a day, counted, printed, taken out by right."""
