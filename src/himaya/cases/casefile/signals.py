"""News about a case, for the topics above it. Each is sent inside the transaction of the action that made it."""

from django.dispatch import Signal

case_closed = Signal()  # case, by
case_reopened = Signal()  # case, by
risk_changed = Signal()  # case, before
case_handed_over = Signal()  # case, before (the worker who had it, or None), by
case_registered = Signal()  # case, by
