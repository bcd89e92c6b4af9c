"""What the queue says aloud."""

from django.dispatch import Signal

# Something at a line moved: `line`. Sent in the transaction that moved it.
line_moved = Signal()
