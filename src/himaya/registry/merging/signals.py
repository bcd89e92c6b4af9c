"""News of merging. Sent by the worker as the system, which sees every file concerned."""

from django.dispatch import Signal

# kept, merged, merge
people_merged = Signal()
people_unmerged = Signal()
