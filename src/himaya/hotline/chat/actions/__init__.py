"""Everything that is done in a chat, by the child, the counsellor and the worker."""

from himaya.hotline.chat.actions.child import (
    Begun,
    begin_chat,
    child_leaves,
    child_says,
    child_seen,
    keep_draft,
    leave_word,
    read_draft,
)
from himaya.hotline.chat.actions.keeping import look_after_chats
from himaya.hotline.chat.actions.lines import ticket_word
from himaya.hotline.chat.actions.signs import Sign
from himaya.hotline.chat.actions.staff import end_chat, follow, staff_says, staff_seen

__all__ = [
    "Begun",
    "Sign",
    "begin_chat",
    "child_leaves",
    "child_says",
    "child_seen",
    "end_chat",
    "follow",
    "keep_draft",
    "leave_word",
    "look_after_chats",
    "read_draft",
    "staff_says",
    "staff_seen",
    "ticket_word",
]
