"""Taking contacts in, writing them field by field, setting aside what is no counselling."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from himaya.access.actions import grant, open_dossier, record
from himaya.access.gate import action, require_version
from himaya.access.models import Dossier, User
from himaya.access.roles import CONTACT_WORK, SENSITIVE
from himaya.hotline.contacts.callers import caller_key, unnumbered_key
from himaya.hotline.contacts.models import Contact, ContactChild
from himaya.hotline.contacts.process import ContactWork
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.contacts.rules import asks_what_was_heard, is_counselling
from himaya.hotline.contacts.signals import caller_numbered
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import code_item, place_by_code

# What a counsellor writes; everything else of a contact is moved by actions of its own.
WRITTEN = (
    "caller_number", "caller_name", "caller_kind", "caller_relation", "language", "needs", "place_text", "place_code",
    "narrative", "main_reason", "other_reason", "perpetrator", "perpetrator_near", "advice", "steps_taken",
    "feeling_before", "feeling_after", "consent", "safe_way", "safe_number", "safe_time",
)  # fmt: skip


@action(CONTACT_WORK)
def receive_contact(
    *,
    channel: str,
    by: User,
    channel_key: str = "",
    arrived_at: datetime | None = None,
    ended_at: datetime | None = None,
    caller_number: str = "",
    counsellor: User | None = None,
    is_sample: bool = False,
    dossier: Dossier | None = None,
) -> Contact:
    """Takes a contact in the moment it arrives, or later from paper with its true times. The channel's own id makes it
    once; `counsellor` is who listened, where that was a colleague. `dossier`: what was opened when it came into the
    queue, with whoever takes it let in."""
    now = clock.now()
    arrived = arrived_at or now
    if arrived > now or (ended_at is not None and ended_at > now):
        raise Refused(_("This moment is still to come."), field="arrived_at")
    if ended_at is not None and ended_at < arrived:
        raise Refused(_("It cannot have ended before it began."), field="ended_at")
    contact = Contact(
        channel=channel,
        channel_key=channel_key,
        arrived_at=arrived,
        ended_at=ended_at,
        counsellor=counsellor or by,
        entered_by=by,
        caller_number=caller_number,
        caller_key=caller_key(caller_number),
        is_sample=is_sample,
    )
    try:
        with transaction.atomic():
            contact.dossier = dossier or open_dossier(kind="contact", unit=desk_of(by), sensitivity=SENSITIVE)
            ContactWork.begin(contact, ContactWork.receive, by=by)
    except IntegrityError:
        return _received_before(channel, channel_key)
    if dossier is not None:
        return contact
    for person in {by.pk: by, contact.counsellor.pk: contact.counsellor}.values():
        grant(dossier=contact.dossier, user=person, ground="contact", by=by, first=True)
    return contact


def _received_before(channel: str, channel_key: str) -> Contact:
    found = Contact.objects.filter(channel=channel, channel_key=channel_key).first()
    if found is None:
        raise Refused(_("A colleague has taken this contact already."))
    return found


def hold(contact: Contact, expected: int | None = None) -> Contact:
    """The contact as it is now, held until the transaction ends."""
    held = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("counsellor", "dossier__unit")
        .get(pk=contact.pk)
    )
    require_version(held, expected)
    return held


@action(CONTACT_WORK, on="contact")
def write_contact(*, contact: Contact, said: Mapping[str, Any], by: User) -> Contact:
    """Writes what was said of these fields and leaves every other as it is: two who write different fields of a
    contact at once lose nothing. Ended contacts are still completed: nobody remembers everything at once."""
    held = hold(contact)
    for name, value in said.items():
        if name not in WRITTEN:
            raise Refused(_("This is not written here."))
        setattr(held, name, value)
    former, alone = held.caller_key, unnumbered_key(held.public_id)
    if "caller_number" in said:
        held.caller_key = caller_key(held.caller_number) or (alone if former == alone else "")
    if "place_code" in said:
        place = place_by_code(held.place_code)
        held.territory = place.finest if place else None
    held.save(update_fields=[*said, "caller_key", "territory"])
    if former == alone != held.caller_key:
        caller_numbered.send(Contact, contact=held, former=former, by=by)
    return held


@action(CONTACT_WORK, on="contact")
def write_child(
    *, contact: Contact, said: Mapping[str, Any], by: User, child: ContactChild | None = None
) -> ContactChild:
    """A child of whom a contact tells, new or told of further."""
    held = hold(contact)
    row = child or ContactChild(contact=held, dossier=held.dossier)
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    return row


@action(CONTACT_WORK, on="contact")
def set_kind(*, contact: Contact, kind: str, by: User, heard: str = "") -> Contact:
    """Says in one stroke what a contact was. What is no counselling ends here, save that a silent or abandoned one
    first asks whether anything was heard: if so, or if nobody can say, it stays open."""
    held = hold(contact)
    item = code_item("hotline.kind", kind)
    if item is None:
        raise Refused(_("There is no such kind of contact."))
    if held.risk and not is_counselling(kind):
        raise Refused(_("Danger was asked about: this contact is finished as counselling."))
    if asks_what_was_heard(item) and heard != "no":
        if not heard:
            raise Refused(_("Was anything heard? Answer this first."), field="heard")
        held.kind = ""
        held.save(update_fields=["kind"])
        return held
    held.kind = kind
    if is_counselling(kind):
        held.save(update_fields=["kind"])
        return held
    held.ended_at = held.ended_at or clock.now()
    held.save(update_fields=["kind", "ended_at"])
    ContactWork.move(held, ContactWork.put_aside, by=by, reason=kind)
    return held


@action(CONTACT_WORK, on="contact")
def reveal_caller(*, contact: Contact, reason: str, by: User) -> Contact:
    """Lets the caller's number and name be shown, for a coded reason; who looked and why stands in the audit."""
    record(by=by, verb="contact.revealed", on=contact, reason=reason)
    return contact
