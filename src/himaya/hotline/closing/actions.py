"""Ending a contact: finished with what is owed, or because the caller left."""

from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.closing.models import CallerLeft
from himaya.hotline.contacts.actions import hold
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.process import ContactWork
from himaya.hotline.followups.actions import promise_calls
from himaya.kit import clock
from himaya.kit.errors import Refused


@action(CONTACT_WORK, on="contact")
def finish_contact(*, contact: Contact, by: User, expected: int | None = None) -> Contact:
    """Ends a counselling contact once. Where its level owes call-backs they are promised now, each with its clock;
    otherwise it is closed."""
    held = hold(contact, expected)
    held.ended_at = held.ended_at or clock.now()
    held.save(update_fields=["ended_at"])
    calls = promise_calls(contact=held, since=held.ended_at, by=by)
    move = ContactWork.finish_with_calls if calls else ContactWork.finish
    ContactWork.move(held, move, by=by, facts={"calls": len(calls)})
    return held


@action(CONTACT_WORK, on="contact")
def caller_left(*, contact: Contact, what: str, by: User, expected: int | None = None) -> Contact:
    """The caller hung up before it was finished. A supervisor decides what follows, within the norm's time."""
    held = hold(contact, expected)
    held.ended_at = held.ended_at or clock.now()
    held.save(update_fields=["ended_at"])
    CallerLeft.objects.create(dossier=held.dossier, contact=held, left_at=clock.now(), what=what)
    ContactWork.move(held, ContactWork.leave, by=by)
    return held


@action(CONTACT_OVERSEE, on="contact")
def decide_leaving(
    *, contact: Contact, approve: bool, by: User, trace: str = "", note: str = "", expected: int | None = None
) -> Contact:
    """A supervisor agrees that the contact ends here, after tracing or sending help was considered, and the call-backs
    are promised; or gives it back to the counsellor."""
    held = hold(contact, expected)
    leaving = held.leavings.filter(decision="").order_by("-pk").first()
    if leaving is None:
        raise Refused(_("Nobody waits for this decision any more."))
    leaving.trace, leaving.note = trace, note
    leaving.decision = "approved" if approve else "given_back"
    leaving.decided_by, leaving.decided_at = by, clock.now()
    leaving.save()
    if not approve:
        held.ended_at = None
        held.save(update_fields=["ended_at"])
        ContactWork.move(held, ContactWork.give_back, by=by)
        return held
    ContactWork.move(held, ContactWork.let_go, by=by, facts={"trace": trace})
    _promise(held, by)
    return held


def _promise(contact: Contact, by: Any) -> None:
    """Who owes no call-back is closed at once."""
    if not promise_calls(contact=contact, since=contact.ended_at or clock.now(), by=by):
        ContactWork.move(contact, ContactWork.close, by=by)
