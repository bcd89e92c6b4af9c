"""A small sample country, built by calling the real actions. Never loaded in production."""
