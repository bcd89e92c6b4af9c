"""What a counsellor does with a conversation: writes, reads, sends again what never arrived."""

from datetime import datetime

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CONTACT_WORK
from himaya.hotline.contacts.callers import caller_key
from himaya.hotline.contacts.models import Contact
from himaya.hotline.messages.models import TextMessage
from himaya.hotline.messages.queries import HEARD, SMS, conversation, may_say, way_out
from himaya.hotline.messages.rules import word_key
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.ids import new_public_id


@action(CONTACT_WORK, on="contact")
def write_message(*, contact: Contact, text: str, by: User) -> TextMessage:
    """A counsellor writes: to the number and at an hour that the child called safe, or in answer to what has just come.
    What has come so far counts as read."""
    now = clock.now()
    out = way_out(contact, now)
    if not out.verdict:
        raise Refused(out.verdict.reason)
    fits = may_say(text, contact, out)
    if not fits:
        raise Refused(fits.reason, field="text")
    message = _write(contact, out.number, out.ground, text.strip(), by, now)
    _read(contact, now)
    return message


def _write(contact: Contact, number: str, ground: str, text: str, by: User, now: datetime) -> TextMessage:
    return TextMessage.objects.create(
        dossier=contact.dossier,
        key=word_key("ours", new_public_id(), now),
        channel=SMS,
        ground=ground,
        contact=contact,
        party_key=caller_key(number),
        party=number,
        words=text,
        at=now,
        not_before=now,
        written_by=by,
    )


@action(CONTACT_WORK, on="contact")
def read_messages(*, contact: Contact, by: User) -> int:
    """Whoever has the contact says that they have read what came."""
    return _read(contact, clock.now())


def _read(contact: Contact, now: datetime) -> int:
    unread = conversation(contact).filter(ground=HEARD, read_at__isnull=True)
    return TextMessage.objects.filter(pk__in=unread.values("pk")).update(read_at=now)


@action(CONTACT_WORK, on="message")
def send_again(*, message: TextMessage, by: User) -> TextMessage:
    """Tries once more what never arrived, where it may still go."""
    held = TextMessage.objects.select_for_update(of=("self",)).select_related("contact").get(pk=message.pk)
    contact = held.contact
    if contact is None or held.state != "failed":
        raise Refused(_("There is nothing to send again."))
    if not (out := way_out(contact, clock.now())).verdict:
        raise Refused(out.verdict.reason)
    return write_message(contact=contact, text=held.words, by=by)
