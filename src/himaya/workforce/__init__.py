"""The people who work: skills, caseload, absence. Not their sign-in (access)."""
