"""What a user was told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.functional import Promise

from himaya.workflow.notices.kinds import KINDS
from himaya.workflow.notices.models import Message, Notice

# Every page of staff asks this.
UNREAD = "select count(*) from workflow_notice where user_id = %s and read_at is null"


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as a person reads it."""

    public_id: str
    text: Promise | str
    reference: str
    url: str
    urgent: bool
    at: datetime
    unread: bool

    @property
    def opens_at(self) -> str:
        """The address that marks it as read and leads on."""
        return reverse("workflow:notice-open", args=[self.public_id])


def unread_count(user: Any) -> int:
    """How many notices the user has not read."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [user.pk])
        return int(cursor.fetchone()[0])


def latest(user: Any, limit: int = 50) -> list[Told]:
    """The newest notices, unread first."""
    rows = Notice.objects.filter(user=user).order_by("-at")[:limit]
    return sorted((told(n) for n in rows), key=lambda t: (not t.unread, -t.at.timestamp()))


def told(notice: Notice) -> Told:
    """The words of a notice."""
    return Told(
        notice.public_id,
        KINDS.get(notice.kind, notice.kind),
        notice.reference,
        notice.url,
        notice.urgent,
        notice.at,
        notice.read_at is None,
    )


def address_of(user: Any, public_id: str) -> str:
    """Where one's own notice leads; empty when there is no such notice."""
    return Notice.objects.filter(user=user, public_id=public_id).values_list("url", flat=True).first() or ""


def messages_to(user: Any, limit: int = 10) -> list[Message]:
    """The newest e-mails and SMS to a user."""
    return list(Message.objects.filter(user=user).order_by("-created_at")[:limit])


def messages_of(addressee: str, addressee_id: int) -> list[Message]:
    """What was written to somebody outside, the newest first."""
    rows = Message.objects.filter(addressee=addressee, addressee_id=addressee_id)
    return list(rows.select_related("asked_by").order_by("-created_at"))
