"""News of staff for the contexts above: whose work must be taken over."""

from django.dispatch import Signal

# Sent with `user`, `unit`, `role` (its code) and `by`: a role held in a unit ended.
role_ended = Signal()
# Sent with `user` and `by`.
suspended = Signal()
