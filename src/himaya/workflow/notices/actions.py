"""Telling people. The page hears at once (LISTEN); e-mail and SMS follow from the worker."""

from datetime import datetime
from typing import Any

from django.db import connection

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import DESK_USE
from himaya.clients.sms import sms_gateway
from himaya.kit import clock
from himaya.workflow.notices.kinds import KINDS, kind
from himaya.workflow.notices.models import Message, Notice
from himaya.workflow.notices.tickets import CHANNEL

__all__ = ["KINDS", "choose_number", "kind", "read_notices", "tell", "write_to"]


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
    if outward:
        by_sms = urgent and user.phone and sms_gateway() is not None
        channels = [Message.EMAIL, *([Message.SMS] if by_sms else [])]
        made = [_message(user, kind, key, url, channel) for channel in channels]
        Message.objects.bulk_create(made, ignore_conflicts=True)
    return True


def _message(user: User, kind: str, key: str, url: str, channel: str) -> Message:
    mark = "" if channel == Message.EMAIL else f":{channel}"
    now = clock.now()
    return Message(
        key=f"{user.pk}:{key}{mark}",
        channel=channel,
        user=user,
        kind=kind,
        url=url,
        created_at=now,
        not_before=now,
    )


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
