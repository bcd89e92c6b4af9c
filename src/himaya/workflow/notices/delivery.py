"""Sending what waits: at least once, each with a key by which the receiver can tell a repeat."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.gate import SYSTEM, acting_as
from himaya.clients.sms import Fate, Outgoing, Undeliverable, sms_gateway
from himaya.kit import clock
from himaya.workflow.notices.actions import kind, tell
from himaya.workflow.notices.addressees import ADDRESSEES, Addressee
from himaya.workflow.notices.kinds import KINDS
from himaya.workflow.notices.models import Message

TRIES = 8
SALT = "himaya.message.fate"
UNDELIVERED = kind("message.undelivered", gettext_lazy("A message could not be delivered"))


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
        message = waiting.select_related("user", "asked_by").order_by("created_at").first()
        if message is None:
            return None
        message.tries += 1
        try:
            _send(message)
            message.sent_at = now
        except Undeliverable:
            _give_up(message, "undeliverable")
        except OSError as problem:
            message.not_before = now + timedelta(seconds=min(30 * 2**message.tries, 3600))
            message.failure = type(problem).__name__
            if message.tries >= TRIES:
                _give_up(message, message.failure)
        message.save()
        return message.sent_at is not None


def _give_up(message: Message, why: str) -> None:
    """Notes that it will never arrive, and tells whoever can do something about it."""
    message.failed_at, message.failure = clock.now(), why
    concerned = message.asked_by or message.user
    if concerned is None or message.kind == UNDELIVERED:
        return
    url = message.url if message.asked_by else reverse("workflow:notice-ways")
    tell(user=concerned, kind=UNDELIVERED, key=f"{UNDELIVERED}:{message.pk}", url=url, outward=False)


def _send(message: Message) -> None:
    """Says that something waits and where; never what it is about."""
    if message.user is not None:
        with translation.override(message.user.language):
            _send_to_staff(message)
        return
    found = ADDRESSEES[message.addressee](message.addressee_id or 0, message.kind)
    if found is None:
        raise Undeliverable("nobody may be written to any more")
    with translation.override(found.language):
        _send_outside(message, found)


def _send_to_staff(message: Message) -> None:
    assert message.user is not None
    text = str(KINDS.get(message.kind, ""))
    address = settings.SITE_URL.rstrip("/") + message.url if settings.SITE_URL else ""
    if message.channel == Message.SMS:
        _send_sms(message, message.user.phone, f"{text}. {address}".strip())
        return
    body = _("%(text)s.\n\nSign in to Himaya to see it.\n%(address)s") % {"text": text, "address": address}
    _send_email(message, message.user.email, f"Himaya: {text}", body)


def _send_outside(message: Message, found: Addressee) -> None:
    if message.channel == Message.SMS:
        _send_sms(message, found.phone, found.text)
    else:
        _send_email(message, found.email, _("There is news for you"), found.text)


def _send_email(message: Message, address: str, subject: str, body: str) -> None:
    if not address:
        raise Undeliverable("no address")
    headers = {"X-Himaya-Key": message.key.replace(":", "-"), "Auto-Submitted": "auto-generated"}
    EmailMessage(subject=subject, body=body, to=[address], headers=headers).send()


def _send_sms(message: Message, number: str, text: str) -> None:
    gateway = sms_gateway()
    if gateway is None or not number:
        raise Undeliverable("no gateway" if number else "no number")
    report_to = ""
    if settings.SITE_URL:
        ticket = signing.dumps(message.pk, salt=SALT)
        report_to = settings.SITE_URL.rstrip("/") + reverse("workflow:message-fate", args=[ticket])
    gateway.send(Outgoing(number, text, message.key, report_to))


def hear_fate(ticket: str, fate: Fate) -> bool:
    """What the gateway says became of a message, by the ticket it was given; False for a ticket of nobody's.

    Told any number of times, in any order: what reached the telephone stays delivered."""
    try:
        pk = signing.loads(ticket, salt=SALT)
    except signing.BadSignature:
        return False
    message = Message.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if message is None:
        return False
    if fate == "delivered":
        message.delivered_at, message.failed_at, message.failure = clock.now(), None, ""
    elif fate == "undeliverable" and message.delivered_at is None and message.failed_at is None:
        _give_up(message, "undeliverable")
    message.save()
    return True
