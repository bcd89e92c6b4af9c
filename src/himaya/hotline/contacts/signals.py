"""What contacts say aloud."""

from django.dispatch import Signal

# Whoever was known by a contact alone has told a number: `contact`, `former` (their key until now), `by`.
caller_numbered = Signal()
