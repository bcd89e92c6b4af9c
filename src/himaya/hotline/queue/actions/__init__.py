"""Everything that is done with the queue. What the telephone, the chat and the gateways call is in `entry`."""

from himaya.hotline.queue.actions.deciding import settle, tick
from himaya.hotline.queue.actions.entry import arrive, ended, failed, left_word, name_caller
from himaya.hotline.queue.actions.forgetting import forget_arrivals
from himaya.hotline.queue.actions.places import beat, equip_seat, set_state
from himaya.hotline.queue.actions.switch import divert_line, open_line, stop_line
from himaya.hotline.queue.actions.taking import accept, hand_over, settle_handed

__all__ = [
    "accept",
    "arrive",
    "beat",
    "divert_line",
    "ended",
    "equip_seat",
    "failed",
    "forget_arrivals",
    "hand_over",
    "left_word",
    "name_caller",
    "open_line",
    "set_state",
    "settle",
    "settle_handed",
    "stop_line",
    "tick",
]
