"""Trilingual code lists. A code is retired, never deleted; records keep the code they were written with."""
