"""Signs of open pages, many times a minute: each is one question to the database, and no act."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from himaya.hotline.chat.models import Chat
from himaya.hotline.queue.models import Arrival
from himaya.kit.rows import columns, fields_of, loaded

# What is not read of a chat with every sign, and what is read of its arrival.
APART = {"draft", "token_digest"}
STANDS = {"id", "line", "state", "kind", "why", "accepted_by"}
CHAT = [field for field in fields_of(Chat) if field.name not in APART]
ARRIVAL = [field for field in fields_of(Arrival) if field.name in STANDS]
COLUMNS = f"{columns('c', CHAT)}, {columns('a', ARRIVAL)}"

CHILD = """
update hotline_chat c set
  child_seen_at = %(now)s,
  child_got = greatest(child_got, least(%(got)s, last)),
  child_read = greatest(child_read, least(%(read)s, last)),
  draft = case when %(typed)s then %(draft)s else draft end,
  draft_at = case when %(typed)s then %(typing)s else draft_at end,
  child_typing_at = case when %(typed)s then %(typing)s else child_typing_at end
from hotline_arrival a
where c.token_digest = %(secret)s and c.ended_at is null and c.child_left_at is null and a.id = c.arrival_id
returning {columns}
"""
# Held in one order, as everywhere: two pages of one person do not wait for each other.
STAFF = """
with signs as materialized (
  select c.id, c.last, s.got, s.read, s.typing
  from unnest(%(chats)s::bigint[], %(got)s::int[], %(read)s::int[], %(typing)s::boolean[]) s(id, got, read, typing)
  join hotline_chat c on c.id = s.id order by c.id for update of c)
update hotline_chat c set
  staff_seen_at = %(now)s,
  staff_got = greatest(c.staff_got, least(s.got, s.last)),
  staff_read = greatest(c.staff_read, least(s.read, s.last)),
  staff_typing_at = case when s.typing then %(now)s::timestamptz end
from signs s, hotline_arrival a
where c.id = s.id and c.ended_at is null and a.id = c.arrival_id and a.accepted_by_id = %(by)s
returning c.id
"""


@dataclass(frozen=True, slots=True)
class Sign:
    """How far a pane has got in a chat and shown it, and whether somebody types there."""

    chat: Chat
    got: int
    read: int
    typing: bool = False


def sign_of_child(*, secret: str, now: datetime, got: int, read: int, draft: bytes | None) -> Chat | None:
    """Notes a sign of the child's page, and the closed draft if one is told (`b""`: nothing is typed any more). The chat
    as it is now; nothing where it is over, unknown, or the page is known to be gone."""
    told: dict[str, Any] = {"secret": secret, "now": now, "got": got, "read": read}
    told |= {"typed": draft is not None, "draft": draft or b"", "typing": now if draft else None}
    with connection.cursor() as cursor:
        cursor.execute(CHILD.format(columns=COLUMNS), told)
        row = cursor.fetchone()
    if row is None:
        return None
    chat = loaded(Chat, CHAT, row[: len(CHAT)])
    chat.arrival = loaded(Arrival, ARRIVAL, row[len(CHAT) :])
    return chat


def signs_of_staff(*, signs: list[Sign], by: int, now: datetime) -> set[int]:
    """Notes signs of panes, of chats that go on and are held by this person; which these are."""
    told: dict[str, Any] = {name: [getattr(one, name) for one in signs] for name in ("got", "read", "typing")}
    told |= {"chats": [one.chat.pk for one in signs], "by": by, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(STAFF, told)
        return {pk for (pk,) in cursor.fetchall()}
