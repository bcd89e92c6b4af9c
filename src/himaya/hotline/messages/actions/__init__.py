"""Everything that is done with messages."""

from himaya.hotline.messages.actions.keeping import (
    carry_in,
    climb_unread,
    forget_seen,
    keep_email,
    keep_fate,
    keep_sms,
)
from himaya.hotline.messages.actions.sending import send_waiting
from himaya.hotline.messages.actions.taking import CameIn, take_in
from himaya.hotline.messages.actions.writing import read_messages, send_again, write_message

__all__ = [
    "CameIn",
    "carry_in",
    "climb_unread",
    "forget_seen",
    "keep_email",
    "keep_fate",
    "keep_sms",
    "read_messages",
    "send_again",
    "send_waiting",
    "take_in",
    "write_message",
]
