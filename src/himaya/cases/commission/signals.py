"""What others may want to hear of commissions."""

from django.dispatch import Signal

seat_ended = Signal()  # seat, by
