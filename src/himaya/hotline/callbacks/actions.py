"""Promising call-backs, making them, deciding on those that nobody could make."""

from datetime import time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import Dossier, User
from himaya.access.roles import CONTACT_OVERSEE, CONTACT_WORK
from himaya.hotline.callbacks import rules
from himaya.hotline.callbacks.models import CallAttempt, CallBack
from himaya.hotline.callbacks.process import AgreedCall
from himaya.hotline.callbacks.queries import callable_countries
from himaya.hotline.callbacks.rules import Safe
from himaya.hotline.contacts.callers import caller_key
from himaya.hotline.contacts.models import Contact
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.kit.fields import read_phone
from himaya.reference.calendar.rules import add
from himaya.reference.queries import code_item, norm


def promise(
    *,
    dossier: Dossier,
    safe: Safe,
    why: str,
    by: Any,
    contact: Contact | None = None,
    is_sample: bool = False,
) -> CallBack | None:
    """Promises a call-back; None where one is owed to this number already. Part of another action's transaction.
    Refused for numbers that are not dialled."""
    number = read_phone(safe.number) or safe.number.strip()
    verdict = rules.may_dial(number, callable_countries())
    if not verdict:
        raise Refused(verdict.reason, field="number")
    now = clock.now()
    safe = Safe(number, safe.opens, safe.closes)
    first = rules.next_safe(safe, now)
    call = CallBack(
        dossier=dossier,
        contact=contact,
        why=why,
        caller_key=caller_key(number),
        number=number,
        opens=safe.opens,
        closes=safe.closes,
        promised_at=now,
        safe_from=first,
        due_at=add(first, norm("hotline.callback.within", on=clock.local(first).date())),
        next_at=first,
        is_sample=is_sample,
    )
    try:
        with transaction.atomic():
            AgreedCall.begin(call, AgreedCall.promise, by=by)
    except IntegrityError:
        return None
    return call


@action(CONTACT_WORK, on="contact")
def agree_call(*, contact: Contact, number: str, opens: time, closes: time, by: User) -> CallBack:
    """What counsellor and caller agreed: where and between which hours it is safe. Where a level of danger owes
    call-backs of its own there is no second promise."""
    if contact.follow_ups.filter(status="due").exists():
        raise Refused(_("Call-backs are owed to this caller already, with times of their own."))
    made = promise(
        dossier=contact.dossier,
        safe=Safe(number, opens, closes),
        why="agreed",
        by=by,
        contact=contact,
        is_sample=contact.is_sample,
    )
    if made is None:
        raise Refused(_("A call-back to this number is promised already."), field="number")
    return made


def hold(call: CallBack) -> CallBack:
    """The call-back as it is now, held until the transaction ends."""
    rows = CallBack.objects.select_for_update(of=("self",)).select_related("dossier__unit")
    held: CallBack = rows.get(pk=call.pk)
    return held


@action(CONTACT_WORK, on="call_back")
def record_attempt(*, call_back: CallBack, result: str, by: User, note: str = "") -> CallBack:
    """What came of an attempt. Outside the hours called safe nobody was to dial, so nothing is recorded."""
    held, now = hold(call_back), clock.now()
    item = code_item("hotline.call_result", result)
    if item is None:
        raise Refused(_("Say what came of the call."), field="result")
    if held.status not in (AgreedCall.promised.name, AgreedCall.handed.name):
        raise Refused(_("This was already recorded."))
    safe = rules.safe_of(held)
    if safe is None or not rules.is_safe_at(safe, now):
        raise Refused(
            _("The caller does not call this hour safe. The call-back waits for the next safe one.")
        )
    CallAttempt.objects.create(
        dossier=held.dossier, call_back=held, at=now, made_by=by, result=result, note=note
    )
    day = clock.today()
    what, held.next_at = rules.after_attempt(
        safe,
        now,
        tried=held.tried + 1,
        most=int(norm("hotline.callback.attempts", on=day).number),
        pause=add(now, norm("hotline.callback.pause", on=day)) - now,
        reached=bool(item.attributes.get("reached")),
        settled=bool(item.attributes.get("settled")),
    )
    held.tried += 1
    held.save()
    if what == rules.REACHED:
        AgreedCall.move(held, AgreedCall.reach, by=by, reason=result)
    elif what == rules.WITH_SUPERVISOR and held.status == AgreedCall.promised.name:
        AgreedCall.move(held, AgreedCall.hand, by=by)
    return held


def hand_to_supervisor(*, call_back: CallBack, by: Any) -> None:
    """Nobody called in time: the supervisors decide. Part of the queue's tick."""
    held = hold(call_back)
    if held.status == AgreedCall.promised.name:
        held.next_at = None
        held.save(update_fields=["next_at"])
        AgreedCall.move(held, AgreedCall.hand, by=by)


def postpone(*, call_back: CallBack) -> None:
    """The safe hours went by: it waits for the next ones. Part of the queue's tick."""
    held = hold(call_back)
    held.next_at = rules.next_for(held, clock.now())
    held.save(update_fields=["next_at"])


@action(CONTACT_OVERSEE, on="call_back")
def decide_call(*, call_back: CallBack, again: bool, by: User, result: str = "") -> CallBack:
    """A supervisor has it tried again at the next safe moment, or lets it go for a coded reason."""
    held = hold(call_back)
    if held.status != AgreedCall.handed.name:
        raise Refused(_("Nobody waits for this decision any more."))
    if not again:
        if code_item("hotline.call_result", result) is None:
            raise Refused(_("Say why it is let go."), field="result")
        AgreedCall.move(held, AgreedCall.give_up, by=by, reason=result)
        return held
    if (first := rules.next_for(held, clock.now())) is None:
        raise Refused(_("What the caller called safe is not kept any more."))
    held.next_at = held.safe_from = first
    held.due_at = add(first, norm("hotline.callback.within", on=clock.local(first).date()))
    held.tried = 0
    held.save()
    AgreedCall.move(held, AgreedCall.retry, by=by)
    return held
