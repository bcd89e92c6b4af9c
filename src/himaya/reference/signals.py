"""News of this context."""

from django.dispatch import Signal

# Sent inside the transaction that changes reference data, with `what` (`norm.set`, `codes.retired`, …),
# `by` (the user, or None for the system) and `details` (a dict without personal data).
changed = Signal()
