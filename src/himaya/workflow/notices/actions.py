"""Telling people. The page hears at once (LISTEN), the e-mail follows from the worker."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import DESK_USE
from himaya.kit import clock
from himaya.kit.ids import new_public_id
from himaya.workflow.notices.kinds import KINDS, kind
from himaya.workflow.notices.models import Notice
from himaya.workflow.notices.tickets import CHANNEL

__all__ = ["KINDS", "kind", "read_notices", "tell", "tell_all"]


# Notices, the word to open pages and the e-mails on their way, in one question to the database however many hear.
TELL = """
with told as (
  insert into workflow_notice (public_id, user_id, kind, key, url, reference, urgent, at)
  select public_id, user_id, %(kind)s, %(key)s, %(url)s, %(reference)s, %(urgent)s, %(at)s
  from unnest(%(public_ids)s::text[], %(users)s::bigint[]) as heard(public_id, user_id)
  on conflict (user_id, key) do nothing
  returning user_id),
mailed as (
  insert into workflow_message (key, channel, user_id, kind, url, created_at, not_before, tries, failure)
  select user_id || ':' || %(key)s, 'email', user_id, %(kind)s, %(url)s, %(at)s, %(at)s, 0, '' from told
  on conflict do nothing)
select count(pg_notify(%(channel)s, user_id::text)) from told
"""


def tell(
    *, user: User, kind: str, key: str, url: str = "", reference: str = "", urgent: bool = False
) -> bool:
    """Tells a user once for each key; says whether it was news. Part of another action's transaction."""
    return tell_all(users=[user], kind=kind, key=key, url=url, reference=reference, urgent=urgent) > 0


def tell_all(
    *, users: Iterable[User], kind: str, key: str, url: str = "", reference: str = "", urgent: bool = False
) -> int:
    """Tells several users the same, each once for each key; says to how many it was news."""
    hearing = sorted({user.pk for user in users})
    if not hearing:
        return 0
    values: dict[str, Any] = {
        "public_ids": [new_public_id() for _user in hearing],
        "users": hearing,
        "kind": kind,
        "key": key,
        "url": url,
        "reference": reference,
        "urgent": urgent,
        "at": clock.now(),
        "channel": CHANNEL,
    }
    with connection.cursor() as cursor:
        cursor.execute(TELL, values)
        return int(cursor.fetchone()[0])


@action(DESK_USE)
def read_notices(*, by: Any, public_ids: list[str] | None = None) -> int:
    """Marks one's own notices as read: the named ones, or all."""
    rows = Notice.objects.filter(user=by, read_at__isnull=True)
    if public_ids is not None:
        rows = rows.filter(public_id__in=public_ids)
    return rows.update(read_at=clock.now())
