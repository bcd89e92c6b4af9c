"""Handing what waits to the gateway. It is marked as begun before and as done after, each in a transaction of its own: when
the worker is killed in between, the gateway's own report says that it has the message, and only where none comes it is sent
again, under the same key."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

from himaya.access.gate import SYSTEM, acting_as
from himaya.clients.sms import Gateway, Outgoing, Undeliverable
from himaya.hotline.contacts.models import Contact
from himaya.hotline.messages.models import TextMessage
from himaya.hotline.messages.queries import due_to_send, may_send
from himaya.kit import clock
from himaya.workflow.actions import tell
from himaya.workflow.notices.actions import kind

SALT = "himaya.hotline.message"
TRIES = 6
AGAIN = timedelta(minutes=5)  # without a word of the gateway for so long a begun message is sent again
UNDELIVERED = kind("queue.undelivered", gettext_lazy("A message to a caller did not arrive"))


def send_waiting(gateway: Gateway, most: int = 200) -> int:
    """Sends what waits, the oldest first; says how many the gateway took."""
    sent = 0
    for _round in range(most):
        begun = _begin()
        if begun is None:
            break
        message, outgoing = begun
        sent += outgoing is not None and _hand_over(gateway, message, outgoing)
    return sent


def _begin() -> tuple[int, Outgoing | None] | None:
    """The next message, marked as begun, and what goes out; nothing goes of one whose moment has passed."""
    with transaction.atomic(), acting_as(SYSTEM):
        now = clock.now()
        rows = due_to_send(now, AGAIN).select_for_update(skip_locked=True, of=("self",))
        message = rows.select_related("contact").first()
        if message is None:
            return None
        message.claimed_at, message.tries = now, message.tries + 1
        allowed = may_send(message, now)
        if not allowed:
            fail(message, "not_safe")
        message.save()
        return message.pk, _outgoing(message) if allowed else None


def _outgoing(message: TextMessage) -> Outgoing:
    report_to = ""
    if settings.SITE_URL:
        ticket = signing.dumps(message.pk, salt=SALT)
        report_to = settings.SITE_URL.rstrip("/") + reverse("hotline:message-fate", args=[ticket])
    return Outgoing(message.party, message.words, message.public_id, report_to)


def _hand_over(gateway: Gateway, pk: int, outgoing: Outgoing) -> bool:
    why: Exception | None = None
    try:
        gateway.send(outgoing)
    except (Undeliverable, OSError) as trouble:
        why = trouble
    with transaction.atomic(), acting_as(SYSTEM):
        message = TextMessage.objects.select_for_update(of=("self",)).get(pk=pk)
        _note(message, why)
        message.save()
    return why is None


def _note(message: TextMessage, why: Exception | None) -> None:
    now = clock.now()
    if why is None:
        message.sent_at = message.sent_at or now
    elif isinstance(why, Undeliverable):
        fail(message, "undeliverable")
    elif message.tries >= TRIES:
        fail(message, "unavailable")
    else:
        message.claimed_at = None
        message.not_before = now + timedelta(seconds=min(15 * 2**message.tries, 600))


def fail(message: TextMessage, why: str) -> None:
    """Writes down that a message never arrives; whoever has the contact hears."""
    message.failed_at, message.failure = clock.now(), why
    rows = Contact.objects.select_related("counsellor")
    contact = rows.get(pk=message.contact_id) if message.contact_id else None
    if contact is not None:
        tell(
            user=contact.counsellor,
            kind=UNDELIVERED,
            key=f"{UNDELIVERED}:{message.public_id}",
            url=reverse("hotline:contact-messages", args=[contact.public_id]),
            urgent=True,
        )
