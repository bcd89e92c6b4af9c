"""What stands in a chat, as its two sides see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from himaya.access.models import User
from himaya.hotline.chat.doors import digest_of, heard
from himaya.hotline.chat.models import Chat, ChatChild, ChatEvent, ChatMessage, ChatVisitor
from himaya.hotline.contacts.models import Contact
from himaya.hotline.queue.queries import length, number
from himaya.registry.models import Document

# Open chats whose state in the queue is another than the child was told.
MOVED = """
select c.id from hotline_chat c join hotline_arrival a on a.id = c.arrival_id
where c.ended_at is null and a.line_id = %s
  and ((a.state = 'answered' and (c.held_by_id is distinct from a.accepted_by_id or a.ended_at is not null))
    or (a.state <> 'answered' and c.held_by_id is not null))
order by c.id
"""


# What a line of the pane reads of its author.
NAMED = ("author__full_name", "author__email")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chat: what somebody said (`own`: the reader), or what happened."""

    number: int
    at: datetime
    own: bool = False
    words: str = ""
    what: str = ""
    who: str = ""
    file: Any = None


def chat_by(secret: str) -> Chat | None:
    """The chat of a secret, with how it stands in the queue."""
    rows = Chat.objects.select_related("arrival__line__unit")
    return rows.filter(token_digest=digest_of(secret)).first() if secret else None


def chat_of(contact: Contact) -> Chat | None:
    """The chat that became a contact."""
    rows = Chat.objects.filter(arrival__contact=contact).select_related(
        "arrival__line__unit", "dossier__unit"
    )
    return rows.order_by("pk").last()


# What a message or a question needs of a chat and its arrival.
SLIM = (
    *("public_id", "last", "ended_at", "ended_how", "dossier_id"),
    *("child_seen_at", "child_typing_at", "child_got", "child_read"),
    *("arrival__accepted_by_id", "arrival__state", "arrival__kind"),
)


def slim(by: User, **which: Any) -> QuerySet[Chat]:
    """Chats open to somebody, with little of them, in the order in which they were begun."""
    rows = Chat.objects.filter(arrival__contact__in=Contact.objects.visible_to(by), **which)
    return rows.select_related("arrival").only(*SLIM).order_by("pk")


def lines_of_child(chat: Chat, secret: str, after: int = 0) -> list[Line]:
    """What the child reads after a line; asked for only where there is something."""
    if chat.last <= after:
        return []
    lines = [
        Line(one.number, one.at, one.own, one.words, one.what, file=one.file) for one in heard(secret, after)
    ]
    return _known(lines, chat)


def lines_of_staff(chat: Chat, by: User, after: int = 0) -> list[Line]:
    """What a counsellor reads after a line."""
    if chat.last <= after:
        return []
    rows = ChatMessage.objects.visible_to(by).filter(chat=chat, number__gt=after).select_related("author")
    said = list(rows.only("number", "at", "words", "file_id", *NAMED))
    sent = {one.file_id for one in said if one.file_id}
    files = Document.objects.in_bulk(sent) if sent else {}
    lines = [
        Line(
            number=one.number,
            at=one.at,
            own=one.author_id is not None,
            words=one.words,
            who=str(one.author or ""),
            file=files.get(one.file_id),
        )
        for one in said
    ]
    events = ChatEvent.objects.filter(chat=chat, number__gt=after).select_related("by")
    lines += [
        Line(one.number, one.at, what=one.what, who=str(one.by or ""))
        for one in events.only("number", "at", "what", "by__full_name", "by__email")
    ]
    return _known(lines, chat)


def _known(lines: list[Line], chat: Chat) -> list[Line]:
    """In order. What came since the chat was read comes with the next question: so nothing is skipped, and nothing
    comes twice."""
    return sorted((line for line in lines if line.number <= chat.last), key=lambda line: line.number)


def said_lately(chat: Chat, key: str, now: datetime) -> dict[str, ChatMessage]:
    """What the child sent within the last minute, and what bears this key; by key. For whoever is let into the chat."""
    since = now - timedelta(minutes=1)
    rows = ChatMessage.objects.filter(Q(key=key) | Q(at__gt=since), chat=chat, author=None)
    return {one.key: one for one in rows.only("chat", "number", "key")}


def at_work_since(user_id: int | None, since: datetime) -> bool:
    """Whether somebody opened any page since a moment."""
    return UserSession.objects.filter(user=user_id, last_seen_at__gte=since).exists()


def unread_words() -> QuerySet[ChatChild]:
    """Chats that are over, whose words were not put together yet. For the system."""
    said = ChatMessage.objects.filter(chat=OuterRef("chat"), author=None).exclude(words="")
    return ChatChild.objects.filter(Exists(said), chat__ended_at__isnull=False, said="").order_by("pk")


def begun_lately(address: str, now: datetime) -> int:
    """How many chats were begun from an address within the time by which floods are told."""
    since = now - length("hotline.flood.within", now)
    return ChatVisitor.objects.filter(address=address, at__gt=since).count()


def lost_after(now: datetime) -> timedelta:
    """After how long without a sign a page counts as gone."""
    return length("hotline.chat.lost", now)


def back_within(now: datetime) -> timedelta:
    """How long a child may come back to the same chat."""
    return length("hotline.chat.back", now)


def longest(now: datetime) -> int:
    """The most letters of one message."""
    return number("hotline.chat.letters", now)


def moved_at(line_id: int) -> list[int]:
    """Open chats of a line that went on in the queue since the child was told how they stand."""
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [line_id])
        return [row[0] for row in cursor.fetchall()]


def open_chats(user: User) -> list[Chat]:
    """The chats somebody holds, those with unread words first."""
    rows = Chat.objects.filter(arrival__accepted_by=user, arrival__state="answered", ended_at__isnull=True)
    return sorted(
        rows.select_related("arrival__contact"), key=lambda chat: (chat.unread == 0, chat.opened_at)
    )
