"""Answers to a form that a methodologist brought: filled in by a browser, checked again here, sealed."""
