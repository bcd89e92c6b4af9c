"""Promising and making call-backs."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import CONTACT_WORK
from himaya.hotline.contacts.actions import hold
from himaya.hotline.contacts.models import Contact
from himaya.hotline.contacts.process import ContactWork
from himaya.hotline.followups.models import FollowUp
from himaya.hotline.followups.process import CallingBack
from himaya.hotline.followups.rules import calls_owed
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.calendar.rules import add
from himaya.reference.queries import code_item, norm


def promise_calls(*, contact: Contact, since: datetime, by: Any) -> list[FollowUp]:
    """Opens the call-backs that the level owes, each with its clock. Part of finishing a contact."""
    last = contact.triages.order_by("-pk").first()
    owed = calls_owed(contact.risk, troubled=bool(last and last.reasons))
    return [_promise(contact, key, since, by) for key in owed]


def _promise(contact: Contact, key: str, since: datetime, by: Any) -> FollowUp:
    call = FollowUp(
        dossier=contact.dossier,
        contact=contact,
        norm=key,
        since=since,
        due_at=add(since, norm(key, on=clock.local(since).date())),
    )
    CallingBack.begin(call, CallingBack.promise, by=by)
    return call


@action(CONTACT_WORK, on="follow_up")
def record_call(
    *, follow_up: FollowUp, result: str, by: User, feeling: int | None = None, note: str = ""
) -> FollowUp:
    """What came of a call-back. The contact closes when the last one is over. Written once."""
    contact = hold(follow_up.contact)
    held = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("contact", "dossier__unit")
        .get(pk=follow_up.pk)
    )
    item = code_item("hotline.call_result", result)
    if item is None:
        raise Refused(_("Say what came of the call."), field="result")
    if held.status != CallingBack.due.name:
        raise Refused(_("This was already recorded."))
    held.done_at, held.done_by, held.result = clock.now(), by, result
    held.feeling, held.note = feeling, note
    held.save()
    move = CallingBack.make if item.attributes.get("reached") else CallingBack.give_up
    CallingBack.move(held, move, by=by, reason=result)
    if contact.status == ContactWork.follow_up.name and not contact.follow_ups.filter(status="due").exists():
        ContactWork.move(contact, ContactWork.close, by=by)
    return held
