"""Himaya: child protection and social services, one chain of records from the first call to a safe home."""

__version__ = "0.1.0"
