"""Sending what waits: at least once, each with a key by which the receiver can tell a repeat."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from himaya.access.gate import SYSTEM, acting_as
from himaya.kit import clock
from himaya.workflow.notices.kinds import KINDS
from himaya.workflow.notices.models import Message

TRIES = 8


def deliver_waiting(limit: int = 100) -> int:
    """Sends the messages that wait, oldest first; says how many went out."""
    sent = 0
    for _round in range(limit):
        outcome = _deliver_one()
        if outcome is None:
            break
        sent += outcome
    return sent


def _deliver_one() -> bool | None:
    """True sent, False failed this time, None nothing waits. A message whose sending is cut off is sent again."""
    with transaction.atomic(), acting_as(SYSTEM):
        now = clock.now()
        waiting = Message.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            sent_at__isnull=True, failed_at__isnull=True, not_before__lte=now
        )
        message = waiting.select_related("user").order_by("created_at").first()
        if message is None:
            return None
        message.tries += 1
        try:
            _send(message)
            message.sent_at = now
        except OSError as problem:
            message.failure = type(problem).__name__
            message.not_before = now + timedelta(seconds=min(30 * 2**message.tries, 3600))
            if message.tries >= TRIES:
                message.failed_at = now
        message.save()
        return message.sent_at is not None


def _send(message: Message) -> None:
    """Says that something waits and where; never what it is about."""
    with translation.override(message.user.language):
        text = str(KINDS.get(message.kind, ""))
        address = settings.SITE_URL.rstrip("/") + message.url if settings.SITE_URL else ""
        body = _("%(text)s.\n\nSign in to Himaya to see it.\n%(address)s") % {
            "text": text,
            "address": address,
        }
        EmailMessage(
            subject=f"Himaya: {text}",
            body=body,
            to=[message.user.email],
            headers={"X-Himaya-Key": message.key.replace(":", "-"), "Auto-Submitted": "auto-generated"},
        ).send()
