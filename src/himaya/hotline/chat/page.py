"""A chat as its two sides see it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.hotline.chat.actions import read_draft, ticket_word
from himaya.hotline.chat.forms import ChildSayForm, SayForm
from himaya.hotline.chat.models import Chat, ChatChild, ChatEvent
from himaya.hotline.chat.queries import Line, lines_of_child, lines_of_staff, longest, lost_after
from himaya.hotline.chat.rules import KEPT, OVER, PROMISED, TALKS, TOLD, WAITS, is_gone, is_typing, standing
from himaya.hotline.queue.queries import length
from himaya.kit import clock
from himaya.kit.headers import events_url
from himaya.kit.shapes import HelpLine
from himaya.reference.queries import codes, help_numbers, label, when_to_call
from himaya.workflow.notices.sealed import ear
from himaya.workflow.notices.tickets import write_ticket

# What happened to the child's own page is not told to the child.
NOT_TOLD = {ChatEvent.What.LEFT, ChatEvent.What.BACK}


def help_lines(*, urgent: bool | None = None) -> list[HelpLine]:
    """Numbers to call, from the reference data."""
    return [HelpLine(row.name, row.number, when_to_call(row)) for row in help_numbers(urgent=urgent)]


def standing_of(chat: Chat) -> str:
    """How the chat stands for the child."""
    return standing(state=chat.arrival.state, kind=chat.arrival.kind, ended_how=chat.ended_how)


def is_away(chat: Chat) -> bool:
    """Whether the counsellor's page gave no sign for so long that the child is told."""
    now = clock.now()
    return is_gone(chat.staff_seen_at, now, length("hotline.chat.away", now))


def has_left(chat: Chat) -> bool:
    """Whether the child's page gave no sign for so long that the counsellor is told."""
    now = clock.now()
    return is_gone(chat.child_seen_at, now, lost_after(now))


def counsellor_here() -> str:
    """What the child reads while somebody is there."""
    return _("A counsellor is with you.")


def child_here() -> str:
    """What the counsellor reads while the child is there."""
    return _("The child is here.")


def status_words(chat: Chat) -> str:
    """What the child reads above the chat."""
    stands = standing_of(chat)
    if stands == TALKS and is_away(chat):
        return _("The counsellor is away for a moment. Go on writing: it is read as soon as they are back.")
    return {
        WAITS: _("We have your message. Somebody answers soon; you can write already."),
        TALKS: counsellor_here(),
        TOLD: label("hotline.queue_words", chat.arrival.why),
        KEPT: _("Your words are kept. A counsellor reads them as soon as somebody is there."),
        PROMISED: _("We call the number you called safe, in the hours you named."),
        OVER: _("The chat is over. You can begin another at any time."),
    }[stands]


def told_to_child(lines: list[Line]) -> list[Line]:
    """The lines a child reads."""
    return [line for line in lines if line.what not in NOT_TOLD]


def news_of_child(chat: Chat, secret: str, after: int, *, just: int = 0) -> dict[str, Any]:
    """What the child's page does not know yet. `just`: the line it has just said, which stands there already."""
    lines = [] if chat.last == just == after + 1 else told_to_child(lines_of_child(chat, secret, after))
    return {
        "items": _items(lines, "child"),
        "last": max(chat.last, after),
        "status": str(status_words(chat)),
        "stands": standing_of(chat),
        "typing": is_typing(chat.staff_typing_at, clock.now()),
        "got": chat.staff_got,
        "read": chat.staff_read,
        "gone": is_away(chat),
        "open": chat.ended_at is None,
    }


def news_of_staff(chat: Chat, by: User, after: int, *, just: int = 0) -> dict[str, Any]:
    """What the counsellor's pane does not know yet. `just`: as with the child's."""
    lines = [] if chat.last == just == after + 1 else lines_of_staff(chat, by, after)
    return {
        "items": _items(lines, "staff"),
        "last": max(chat.last, after),
        "status": str(presence(chat)),
        "stands": "",
        "typing": is_typing(chat.child_typing_at, clock.now()),
        "got": chat.child_got,
        "read": chat.child_read,
        "gone": has_left(chat),
        "open": may_write(chat, by),
    }


def may_write(chat: Chat, by: User) -> bool:
    """Whether the pane takes words: of whoever holds a chat that goes on."""
    return chat.ended_at is None and chat.arrival.accepted_by_id == by.pk


def presence(chat: Chat) -> str:
    """Whether the child's page is there."""
    if chat.ended_at is not None:
        return _("This chat is over.")
    if has_left(chat):
        return _("The child's page is closed or has no connection. They can come back for half an hour.")
    return child_here()


def _items(lines: list[Line], side: str) -> str:
    return render_to_string("hotline/chat/lines.html", {"lines": lines, "side": side}) if lines else ""


def talk_of(request: HttpRequest, chat: Chat, secret: str) -> dict[str, Any]:
    """The child's page."""
    base, now = events_url(request), clock.now()
    return {
        "chat": chat,
        "stands": standing_of(chat),
        "status": status_words(chat),
        "lines": told_to_child(lines_of_child(chat, secret)),
        "side": "child",
        "say_form": ChildSayForm(initial={"words": read_draft(secret=secret, chat=chat)}),
        "longest": longest(now),
        "live": f"{base}?ticket={write_ticket(ticket_word(chat))}" if base else "",
        "ear": ear(ticket_word(chat), chat.public_id) if base else "",
        "gone": is_away(chat),
        "lost": int(length("hotline.chat.away", now).total_seconds()),
        "here": counsellor_here(),
        # closes what waits on the device until it is sent; only this page knows it
        "seal": salted_hmac("himaya.hotline.chat.seal", secret, algorithm="sha256").hexdigest(),
        "numbers": help_lines(urgent=True),
        "leave": settings.QUICK_EXIT_URL,
    }


def pane_of(chat: Chat, by: User) -> dict[str, Any]:
    """The counsellor's pane."""
    contact, now = chat.arrival.contact, clock.now()
    return {
        "chat": chat,
        "contact": contact,
        "child": ChatChild.objects.visible_to(by).filter(chat=chat).first(),
        "status": presence(chat),
        "lines": lines_of_staff(chat, by),
        "side": "staff",
        "may_write": may_write(chat, by),
        "say_form": SayForm(auto_id=f"id_chat_{chat.public_id}_%s"),
        "longest": longest(now),
        # of whoever holds it, until it is handed on
        "ear": ear(by.pk, chat.public_id) if may_write(chat, by) else "",
        "gone": has_left(chat),
        "lost": int(lost_after(now).total_seconds()),
        "here": child_here(),
        "canned": codes("hotline.canned", clock.today()),
    }
