"""Proceedings about a case before a court or another body: hearings, judgments, and orders that protect for a time."""
