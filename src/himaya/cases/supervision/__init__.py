"""Supervision: who stands behind each social worker meets them in time; what the two say stays between them, what they
agree on a case stands in the case."""
