"""What other contexts may ask of the hotline."""

from himaya.hotline.callbacks.queries import open_calls
from himaya.hotline.contacts.queries import LISTS, OPEN
from himaya.hotline.queue.queries import waiting_at

OPEN_STATES = LISTS[OPEN]

__all__ = ["OPEN_STATES", "open_calls", "waiting_at"]
