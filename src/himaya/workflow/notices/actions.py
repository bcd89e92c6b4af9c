"""Telling people. The page hears at once (LISTEN), the e-mail follows from the worker."""

from typing import Any

from django.db import connection

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import DESK_USE
from himaya.kit import clock
from himaya.workflow.notices.kinds import KINDS, kind
from himaya.workflow.notices.models import Message, Notice
from himaya.workflow.notices.tickets import CHANNEL

__all__ = ["KINDS", "kind", "read_notices", "tell"]


def tell(
    *, user: User, kind: str, key: str, url: str = "", reference: str = "", urgent: bool = False
) -> bool:
    """Tells a user once for each key; says whether it was news. Part of another action's transaction."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into workflow_notice (public_id, user_id, kind, key, url, reference, urgent, at) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (user_id, key) do nothing",
            [
                Notice._meta.get_field("public_id").get_default(),
                user.pk,
                kind,
                key,
                url,
                reference,
                urgent,
                now,
            ],
        )
        if not cursor.rowcount:
            return False
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, str(user.pk)])
    Message.objects.bulk_create(
        [
            Message(
                key=f"{user.pk}:{key}",
                channel="email",
                user=user,
                kind=kind,
                url=url,
                created_at=now,
                not_before=now,
            )
        ],
        ignore_conflicts=True,
    )
    return True


@action(DESK_USE)
def read_notices(*, by: Any, public_ids: list[str] | None = None) -> int:
    """Marks one's own notices as read: the named ones, or all."""
    rows = Notice.objects.filter(user=by, read_at__isnull=True)
    if public_ids is not None:
        rows = rows.filter(public_id__in=public_ids)
    return rows.update(read_at=clock.now())
