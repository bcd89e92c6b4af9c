"""Outward connections, each behind a small interface with a verified fake: mail, SMS, malware scanner. Owns no record."""
