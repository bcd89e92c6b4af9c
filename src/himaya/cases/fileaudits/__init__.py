"""Audits of case files by a checklist: a sample drawn by lot, looked through by somebody independent, answered by the
worker, and over when what was missing is there."""
