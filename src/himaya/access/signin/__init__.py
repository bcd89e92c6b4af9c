"""Signing in: passwords, passkeys, codes, identity providers; devices; proving again who one is."""
