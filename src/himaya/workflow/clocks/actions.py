"""Starting, pausing, meeting and missing clocks.

Firing is data: the tick takes due rows under a lock, acts and writes the next firing time in one transaction,
so a clock fires exactly once however often the worker is killed."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When

from himaya.access.gate import SYSTEM, acting_as
from himaya.access.models import Dossier, User
from himaya.access.roles import Role
from himaya.kit import clock as time
from himaya.reference.calendar.rules import add
from himaya.reference.queries import by_id, norm
from himaya.workflow.clocks.models import Clock
from himaya.workflow.clocks.rules import next_firing

Missed = Callable[[Clock], None]


def start_clock(
    *,
    subject: Any,
    process: str,
    name: str,
    norm_key: str,
    since: datetime,
    holder: User | None,
    role: type[Role] | None,
    ladder: str = "standard",
    first: bool = False,
) -> Clock:
    """Starts (or starts anew) a deadline of a record. Its length is the norm in force on the day it starts.
    `first`: none of this name can run now: the record was only just made, or the one before was just ended."""
    if not first:
        end_clock(process=process, subject_id=subject.pk, name=name, met=False)
    unit = subject.dossier.unit
    due = add(since, norm(norm_key, on=time.local(since).date(), territory=_territory(subject)))
    clock = Clock(
        dossier=subject.dossier,
        process=process,
        subject_id=subject.pk,
        name=name,
        norm=norm_key,
        ladder=ladder,
        started_at=since,
        due_at=due,
        holder=holder,
        role=role.code if role else "",
        unit=unit,
    )
    clock.fires_at = next_firing(clock)
    clock.save()
    return clock


def _territory(subject: Any) -> Any:
    """Where the record lies, from memory where it says so by key."""
    key = getattr(subject, "territory_id", None)
    return (by_id(key) if key else None) or getattr(subject, "territory", None)


def end_clock(*, process: str, subject_id: int, name: str, met: bool) -> int:
    """Stops a running clock: met, or cancelled because its reason is gone."""
    return Clock.objects.filter(
        process=process, subject_id=subject_id, name=name, state__in=[Clock.RUNNING, Clock.PAUSED]
    ).update(state=Clock.MET if met else Clock.CANCELLED, ended_at=time.now(), fires_at=None)


def end_clocks(
    *, process: str, subject_id: int, met: Collection[str] = (), cancelled: Collection[str] = ()
) -> int:
    """Stops several clocks of a record at once: these are met, of those the reason is gone."""
    running = Clock.objects.filter(
        process=process,
        subject_id=subject_id,
        name__in=[*met, *cancelled],
        state__in=[Clock.RUNNING, Clock.PAUSED],
    )
    return running.update(state=_ended(met), ended_at=time.now(), fires_at=None)


def _ended(met: Collection[str]) -> Any:
    return (
        Case(When(name__in=list(met), then=Value(Clock.MET)), default=Value(Clock.CANCELLED))
        if met
        else Clock.CANCELLED
    )


def end_all_clocks(*, process: str, subject_id: int, met: Collection[str] = ()) -> int:
    """Stops every clock of a record that has come to its end; these are met, the others' reason is gone."""
    return Clock.objects.filter(
        process=process, subject_id=subject_id, state__in=[Clock.RUNNING, Clock.PAUSED]
    ).update(state=_ended(met), ended_at=time.now(), fires_at=None)


def pause_clock(*, clock: Clock, reason: str) -> None:
    """Stands a clock still for a coded reason."""
    Clock.objects.filter(pk=clock.pk, state=Clock.RUNNING).update(
        state=Clock.PAUSED, paused_at=time.now(), pause_reason=reason, fires_at=None
    )


def resume_clock(*, clock: Clock) -> None:
    """Lets a clock run on; the time it stood still is added to its due time."""
    fresh = Clock.objects.select_for_update().get(pk=clock.pk)
    if fresh.state != Clock.PAUSED or fresh.paused_at is None:
        return
    fresh.due_at += time.now() - fresh.paused_at
    fresh.state, fresh.paused_at, fresh.pause_reason = Clock.RUNNING, None, ""
    fresh.fires_at = next_firing(fresh)
    fresh.save()


def hand_clocks(*, process: str, subject_id: int, holder: User | None, unit: Any) -> None:
    """Gives a record's open clocks to its new holder or unit."""
    Clock.objects.filter(
        process=process, subject_id=subject_id, state__in=[Clock.RUNNING, Clock.PAUSED]
    ).update(holder=holder, unit=unit)


def hand_dossier_clocks(*, dossier: Dossier, role: type[Role], holder: User | None, unit: Any = None) -> None:
    """Gives the open clocks that a role must meet, of every record in a dossier, to their new holder; all open
    clocks of the dossier pass to the unit when one is given."""
    clocks = Clock.objects.filter(dossier=dossier, state__in=[Clock.RUNNING, Clock.PAUSED])
    clocks.filter(role=role.code).update(holder=holder)
    if unit is not None:
        clocks.update(unit=unit)


def end_dossier_clocks(*, dossier: Dossier) -> int:
    """Stops every open clock in a dossier: the work it holds has come to its end."""
    return Clock.objects.filter(dossier=dossier, state__in=[Clock.RUNNING, Clock.PAUSED]).update(
        state=Clock.CANCELLED, ended_at=time.now(), fires_at=None
    )


def fire_due_clocks(*, on_remind: Missed, on_climb: Missed, limit: int = 100) -> int:
    """One tick: every clock whose time has come, each in a transaction of its own. Says how many fired."""
    fired = 0
    while fired < limit and _fire_one(on_remind, on_climb):
        fired += 1
    return fired


def _fire_one(on_remind: Missed, on_climb: Missed) -> bool:
    with transaction.atomic(), acting_as(SYSTEM):
        clock = (
            Clock.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(state=Clock.RUNNING, fires_at__lte=time.now())
            .order_by("fires_at")
            .first()
        )
        if clock is None:
            return False
        if time.now() < clock.due_at:
            clock.reminded_at = time.now()
            on_remind(clock)
        else:
            clock.missed_at = clock.missed_at or time.now()
            clock.rung += 1
            on_climb(clock)
        clock.fires_at = next_firing(clock)
        clock.save()
        return True
