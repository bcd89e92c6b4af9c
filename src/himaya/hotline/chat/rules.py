"""How a chat stands, what may be said in it, and who is gone. Pure."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from himaya.hotline.queue import rules as queue
from himaya.kit.verdict import Verdict, no, yes

# What a child may send besides words: pictures and recordings.
SENT = frozenset({"jpeg", "png", "webp", "heic", "ogg", "m4a", "mp3"})
MEGABYTE = 1024 * 1024
# How a chat stands for the child.
WAITS, TALKS, TOLD, KEPT, PROMISED, OVER = "waits", "talks", "told", "kept", "promised", "over"
TYPING = timedelta(seconds=8)  # longer than the pages' pause between two signs of typing
STANDINGS = {
    queue.WAITING: WAITS,
    queue.HANDED: WAITS,
    queue.ANSWERED: TALKS,
    queue.TOLD: TOLD,
    queue.PROMISED: PROMISED,
}


def standing(*, state: str, kind: str, ended_how: str) -> str:
    """How a chat stands: `state` and `kind` of its arrival; `ended_how` of the chat."""
    if state == queue.PROMISED:
        return PROMISED
    if ended_how == "word" or kind == queue.VOICEMAIL:
        return KEPT
    return OVER if ended_how else STANDINGS.get(state, OVER)


def may_say(words: str, *, longest: int, lately: int, most: int) -> Verdict:
    """Whether this may be sent now: not empty, not a whole book, not faster than anybody reads. What is refused stays
    with whoever typed it."""
    if not words:
        return no(_("Write something first."))
    if len(words) > longest:
        return no(
            _(
                "This is too long for one message: at most %(n)s letters. Your text is still here: send it in parts."
            )
            % {"n": longest}
        )
    if lately >= most:
        return no(_("This was very fast. Wait a moment, then send it again. Your text is still here."))
    return yes()


def may_send(kind: str, size: int, *, megabytes: int) -> Verdict:
    """Whether this file is taken: a picture or a recording by its first bytes, and not too large."""
    if kind not in SENT:
        return no(_("Only a picture or a recording can be sent here."))
    if size > megabytes * MEGABYTE:
        return no(_("This file is too large: at most %(mb)s MB.") % {"mb": megabytes})
    return yes()


def is_gone(seen_at: datetime | None, now: datetime, lost: timedelta) -> bool:
    """Whether a side gave no sign for too long; never there is gone too."""
    return seen_at is None or now - seen_at > lost


def is_typing(typing_at: datetime | None, now: datetime) -> bool:
    """Whether somebody typed just now."""
    return typing_at is not None and now - typing_at < TYPING


def may_begin(*, lately: int, most: int, danger: bool) -> Verdict:
    """Whether one more chat may begin from an address. Whoever says that there is danger always may."""
    if danger or lately < most:
        return yes()
    return no(
        _("Many chats were begun from your network just now. Call 116111, or 112 if somebody is in danger.")
    )


def next_sign(got: int, said: int) -> int:
    """How far one side has read, by what it says: never back, never beyond what there is."""
    return max(0, min(got, said))
