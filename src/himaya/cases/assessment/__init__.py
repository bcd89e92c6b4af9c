"""Assessments: is the child safe now, what does the child say and need, how grave is it, and what is best."""
