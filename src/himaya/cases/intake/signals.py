"""News about a report, for the contexts above. Each is sent inside the transaction of the action that made it."""

from django.dispatch import Signal

report_decided = Signal()  # report (its status says how), by
report_moved = Signal()  # report, unit (the desk that has it now)
