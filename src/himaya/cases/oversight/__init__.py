"""How work is overseen: supervision held against due, audits, what they found, loads against limits; by unit, never who."""
