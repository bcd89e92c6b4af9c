"""News about a proceeding, for the topics above it. Sent inside the transaction of the action that made it."""

from django.dispatch import Signal

judged = Signal()  # proceeding, judgment, by
