"""Answers to one version of a questionnaire: drafts that lose nothing, and submitted answers that never change."""
