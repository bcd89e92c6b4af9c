"""Telling people. The page hears at once (LISTEN); e-mail and SMS follow from the worker."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import DESK_USE
from himaya.clients.sms import sms_gateway
from himaya.kit import clock
from himaya.kit.ids import new_public_id
from himaya.workflow.notices.kinds import KINDS, kind
from himaya.workflow.notices.models import Message, Notice
from himaya.workflow.notices.sealed import seal
from himaya.workflow.notices.tickets import CHANNEL

__all__ = [
    "KINDS",
    "choose_number",
    "kind",
    "read_notices",
    "ring_pages",
    "tell",
    "tell_all",
    "tell_pages",
    "write_to",
]


# Notices, the word to open pages and the messages on their way: one question to the database however many hear.
TELL = """
with told as (
  insert into workflow_notice (public_id, user_id, kind, key, url, reference, urgent, at)
  select public_id, user_id, %(kind)s, %(key)s, %(url)s, %(reference)s, %(urgent)s, %(at)s
  from unnest(%(public_ids)s::text[], %(users)s::bigint[]) as heard(public_id, user_id)
  on conflict (user_id, key) do nothing
  returning user_id),
sent as (
  insert into workflow_message
    (key, channel, user_id, addressee, kind, url, created_at, not_before, tries, failure)
  select user_id || ':' || %(key)s || mark, channel, user_id, '', %(kind)s, %(url)s, %(at)s, %(at)s, 0, ''
  from told cross join (values ('', %(email)s), (':' || %(sms)s, %(sms)s)) ways(mark, channel)
  where %(outward)s and (channel = %(email)s or user_id = any(%(by_sms)s::bigint[]))
  on conflict do nothing)
select count(pg_notify(%(listening)s, user_id::text)) from told
"""


def tell(
    *,
    user: User,
    kind: str,
    key: str,
    url: str = "",
    reference: str = "",
    urgent: bool = False,
    outward: bool = True,
) -> bool:
    """Tells a user once for each key; says whether it was news. Part of another action's transaction.

    On the page at once, and by e-mail; what is urgent also by SMS to whoever gave a number for it. `outward=False`
    keeps it on the page: that a message could not be delivered is not told by another message."""
    several = {"kind": kind, "key": key, "url": url, "reference": reference}
    return tell_all(users=[user], urgent=urgent, outward=outward, **several) > 0


def tell_all(
    *,
    users: Iterable[User],
    kind: str,
    key: str,
    url: str = "",
    reference: str = "",
    urgent: bool = False,
    outward: bool = True,
) -> int:
    """Tells several users the same as `tell` tells one; says to how many it was news."""
    hearing = {user.pk: user for user in users}
    if not hearing:
        return 0
    by_sms = urgent and outward and sms_gateway() is not None
    values: dict[str, Any] = {
        "public_ids": [new_public_id() for _user in hearing],
        "users": sorted(
            hearing
        ),  # always in one order: two who tell the same people do not wait for each other
        "by_sms": [user.pk for user in hearing.values() if by_sms and user.phone],
        "kind": kind,
        "key": key,
        "url": url,
        "reference": reference,
        "urgent": urgent,
        "outward": outward,
        "at": clock.now(),
        "email": Message.EMAIL,
        "sms": Message.SMS,
        "listening": CHANNEL,
    }
    with connection.cursor() as cursor:
        cursor.execute(TELL, values)
        return int(cursor.fetchone()[0])


# A notification takes less than 8,000 bytes: the user's word stands before what is told.
LONGEST_TOLD = 7_800


def ring_pages(*, users: Iterable[int | str], name: str, of: str = "") -> None:
    """Wakes the open pages of these users (ids; or the word for which a visitor's ticket was written) once the
    transaction has ended: they ask anew for what shows `name` (`hx-trigger="live:NAME from:document"`). `of`: the id of
    the one thing it is about, for a page that shows one of several. Nothing is kept and nothing else goes out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_notify(%s, who || ' ' || %s) from unnest(%s::text[]) who",
            [CHANNEL, f"{name} {of}".strip(), sorted({str(user) for user in users})],
        )


def tell_pages(*, who: int | str, name: str, of: str, told: dict[str, Any]) -> None:
    """Rings as `ring_pages` does, and tells the pages of one at once what is new, closed (docs/adr/0033). What is too
    long for a notification is not told: the page asks for it."""
    closed = seal(told, who=who, of=of)
    ring_pages(users=[who], name=name, of=f"{of} {closed}" if len(closed) <= LONGEST_TOLD else of)


def write_to(
    *,
    addressee: str,
    addressee_id: int,
    channel: str,
    kind: str,
    key: str,
    at: datetime,
    by: Any,
    url: str = "",
) -> Message:
    """Puts a message to somebody outside on its way, not before `at`. Part of another action's transaction, which
    has asked whether they may be written to. `by` hears when it cannot be delivered, and finds it at `url`."""
    return Message.objects.create(
        key=key,
        channel=channel,
        addressee=addressee,
        addressee_id=addressee_id,
        asked_by=by if isinstance(by, User) else None,
        kind=kind,
        url=url,
        created_at=clock.now(),
        not_before=at,
    )


@action(DESK_USE)
def choose_number(*, phone: str, by: Any) -> User:
    """The number (E.164) to which one's own urgent notices go as SMS; empty for none."""
    by.phone = phone
    by.save(update_fields=["phone"])
    return by


@action(DESK_USE)
def read_notices(*, by: Any, public_ids: list[str] | None = None) -> int:
    """Marks one's own notices as read: the named ones, or all."""
    rows = Notice.objects.filter(user=by, read_at__isnull=True)
    if public_ids is not None:
        rows = rows.filter(public_id__in=public_ids)
    return rows.update(read_at=clock.now())
