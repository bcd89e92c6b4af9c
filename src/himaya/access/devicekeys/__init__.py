"""Phones that fill in forms for somebody where there is no network: each has a key of its own."""
