"""Carrying out what the rules decide: at once after everything that happens, and by the worker's tick."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from himaya.access.actions import record
from himaya.access.gate import SYSTEM, acting_as
from himaya.access.models import Unit
from himaya.access.queries import nearest_users
from himaya.access.roles import HotlineSupervisor, UnitManager
from himaya.hotline.callbacks.actions import hand_to_supervisor, postpone
from himaya.hotline.callbacks.models import CallAttempt, CallBack
from himaya.hotline.callbacks.queries import ready_to_try
from himaya.hotline.callbacks.rules import is_safe_at, safe_of, safe_until
from himaya.hotline.contacts.models import Contact
from himaya.hotline.queue import rules
from himaya.hotline.queue.actions.lines import announce, hold_line
from himaya.hotline.queue.models import Arrival, Line, Seat
from himaya.hotline.queue.queries import door, item_of, limits_at, places, priority_of, standing
from himaya.hotline.queue.rules import Decision
from himaya.hotline.shifts.models import Shift
from himaya.hotline.shifts.queries import at
from himaya.kit import clock
from himaya.workflow.actions import tell_all
from himaya.workflow.notices.actions import kind

CALLED_IN = kind("queue.called_in", gettext_lazy("The hotline needs its reserve"))
IN_HANDS = kind("queue.in_hands", gettext_lazy("A contact waits in the supervisors' hands"))
NO_ANSWER = "no_answer"


def settle(*, line: Line, by: Any, moved: bool = True) -> int:
    """Does what is to be done now, until nothing is left; says how much. The line is held. What touches a promised
    call-back is left to the system: whoever else acts does not see it. Where something `moved` before, or is done here,
    the open pages of the line hear."""
    done = 0
    while decided := _decided(line, getattr(by, "is_system", False)):
        for row, one in decided:
            CARRIED[one.what](row, one, clock.now(), by)
        done += len(decided)
    if moved or done:
        announce(line)
    return done


def _decided(line: Line, system: bool) -> list[tuple[Arrival, Decision]]:
    """What is to be done at this moment, with the arrivals as they stand."""
    now = clock.now()
    rows = {row.pk: row for row in standing(line)}
    items = [item_of(row) for row in rows.values()]
    return [
        (rows[one.item], one)
        for one in rules.decide(items, places(line), door(line, now), limits_at(now), now)
        if system or rows[one.item].kind != rules.CALL_BACK or one.what == "climb"
    ]


def _ring(row: Arrival, one: Decision, now: datetime, by: Any) -> None:
    row.rings_id, row.rung_at = one.place, now
    row.save(update_fields=["rings", "rung_at"])


def _miss(row: Arrival, one: Decision, now: datetime, by: Any) -> None:
    """Who was rung and did not answer is passed over, and rung for nobody until they say that they are there."""
    place = one.place or 0
    row.passed = [*row.passed, place]
    row.rings, row.rung_at = None, None
    row.save(update_fields=["passed", "rings", "rung_at"])
    Seat.objects.filter(pk=place, state=rules.READY).update(
        state=rules.PAUSED, reason=NO_ANSWER, state_since=now
    )


def _climb(row: Arrival, one: Decision, now: datetime, by: Any) -> None:
    row.rung = one.rung or 0
    row.save(update_fields=["rung"])
    if rules.LADDER[row.rung] != rules.RESERVE:
        return
    called = [shift.user for shift in at(row.line.unit, now) if shift.duty == Shift.Duty.RESERVE]
    key = f"{CALLED_IN}:{clock.local(now):%Y%m%d%H}"  # the reserve hears once an hour
    tell_all(users=called, kind=CALLED_IN, key=key, url=reverse("hotline:queue"), urgent=True)


def _record(row: Arrival, one: Decision, now: datetime, by: Any) -> None:
    row.state, row.why, row.since = rules.RECORDING, one.why, now
    row.rings, row.rung_at = None, None
    row.save(update_fields=["state", "why", "since", "rings", "rung_at"])


def _tell(row: Arrival, one: Decision, now: datetime, by: Any) -> None:
    _end(row, rules.TOLD, one.why, by)


def _hand(row: Arrival, one: Decision, now: datetime, by: Any) -> None:
    hand_row(row, one.why, by)
    if row.call_back:
        hand_to_supervisor(call_back=row.call_back, by=by)


def _postpone(row: Arrival, one: Decision, now: datetime, by: Any) -> None:
    _end(row, rules.POSTPONED, one.why, by)
    assert row.call_back is not None  # nothing else is postponed
    postpone(call_back=row.call_back)


def _end(row: Arrival, state: str, why: str, by: Any) -> None:
    row.state, row.why, row.since = state, why, clock.now()
    row.rings, row.rung_at = None, None
    row.save(update_fields=["state", "why", "since", "rings", "rung_at"])
    record(by=by, verb=f"queue.{state}", on=row)


def hand_row(row: Arrival, why: str, by: Any) -> None:
    """Puts a contact into the hands of the line's supervisors, or of whoever stands above where there is none: they
    hear at once."""
    _end(row, rules.HANDED, why, by)
    unit = row.line.unit
    hearing = nearest_users(HotlineSupervisor, unit) or nearest_users(UnitManager, unit)
    tell_all(
        users=hearing,
        kind=IN_HANDS,
        key=f"{IN_HANDS}:{row.public_id}:{row.since:%H%M%S}",
        url=row.get_absolute_url(),
        urgent=True,
    )


CARRIED = {
    "ring": _ring,
    "miss": _miss,
    "climb": _climb,
    "record": _record,
    "tell": _tell,
    "hand": _hand,
    "postpone": _postpone,
}


def tick() -> int:
    """The worker's look at every line: calls that ended with their contact are ended, call-backs whose moment has come
    join the queue, and what is due is done. Each line in a transaction of its own: a worker that is killed leaves a
    line wholly as it was or wholly done, and the next tick goes on from there."""
    done = 0
    for unit in _units():
        with transaction.atomic(), acting_as(SYSTEM):
            line = hold_line(unit)
            moved = _end_with_contacts(line) + _queue_calls(line)
            if moved or standing(line):
                done += moved + settle(line=line, by=SYSTEM, moved=moved > 0)
    return done


def _units() -> list[Unit]:
    """The hotlines that have a line, or owe a call-back."""
    with acting_as(SYSTEM):
        owing = CallBack.objects.filter(status="promised").values("dossier__unit")
        return list(
            Unit.objects.filter(Q(pk__in=Line.objects.values("unit")) | Q(pk__in=owing)).order_by("pk")
        )


def _end_with_contacts(line: Line) -> int:
    """Whoever finished the contact, or wrote what came of the call-back, has ended the conversation too; a call-back on
    which a supervisor decided lies in nobody's hands any more."""
    rows = Arrival.objects.filter(line=line, state=rules.ANSWERED, ended_at__isnull=True)
    over = Contact.objects.filter(pk__in=rows.values("contact_id"), ended_at__isnull=False)
    tried = CallAttempt.objects.filter(call_back=OuterRef("call_back"), at__gte=OuterRef("accepted_at"))
    ended = Q(call_back__isnull=True, contact__in=over) | Q(Exists(tried))
    decided = Arrival.objects.filter(line=line, state=rules.HANDED, call_back__isnull=False)
    settled = {"state": Arrival.State.SETTLED, "ended_at": clock.now()}
    return rows.filter(ended).update(ended_at=clock.now()) + decided.exclude(
        call_back__in=CallBack.objects.filter(status="handed")
    ).update(**settled)


def _queue_calls(line: Line) -> int:
    """Call-backs whose moment has come wait in the queue like everything else, no longer than it is safe."""
    now, made = clock.now(), 0
    under_way = Q(state__in=Arrival.OPEN) | Q(state=rules.ANSWERED, ended_at__isnull=True)
    waiting = Arrival.objects.filter(under_way, line=line, call_back__isnull=False)
    for call in ready_to_try(line.unit, now).exclude(pk__in=waiting.values("call_back_id")):
        safe = safe_of(call)
        if safe is None or not is_safe_at(safe, now):
            postpone(call_back=call)
            continue
        _fresh, fresh = Arrival.objects.get_or_create(
            channel="call_back",
            channel_key=f"{call.public_id}:{call.tried}:{now:%Y%m%d%H%M%S}",
            defaults={
                "line": line,
                "dossier": call.dossier,
                "kind": rules.CALL_BACK,
                "caller_key": call.caller_key,
                "arrived_at": now,
                "since": now,
                "priority": priority_of(rules.CALL_BACK, now),
                "safe_until": safe_until(safe, now),
                "due_at": call.due_at,
                "call_back": call,
                "is_sample": call.is_sample,
            },
        )
        made += fresh
    return made
