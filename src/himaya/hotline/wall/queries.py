"""What the wall shows: who waits, who is there, how well the line answers today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, Q

from himaya.hotline.callbacks.models import CallBack
from himaya.hotline.queue import rules
from himaya.hotline.queue.models import Arrival, Line, Seat
from himaya.hotline.queue.queries import held_by, length
from himaya.hotline.shifts.models import Shift
from himaya.hotline.shifts.queries import at
from himaya.kit import clock
from himaya.kit.clock import BAKU


@dataclass(frozen=True, slots=True)
class Level:
    """How well calls are answered today: of those taken or lost, how many in time. Lost: the caller went before anybody
    answered, or was left to the machine."""

    answered: int
    in_time: int
    lost: int

    @property
    def percent(self) -> int | None:
        """Of all calls that were taken or lost, those taken in time."""
        all_of_them = self.answered + self.lost
        return round(100 * self.in_time / all_of_them) if all_of_them else None


def level_of(calls: Sequence[tuple[str, datetime, datetime | None]], target: timedelta) -> Level:
    """From state, arrival and acceptance of each call. Calls that still wait do not count yet."""
    waits = [taken - came for _state, came, taken in calls if taken is not None]
    lost = sum(taken is None and state not in Arrival.OPEN for state, _came, taken in calls)
    return Level(len(waits), sum(wait <= target for wait in waits), lost)


def level_today(line: Line, now: datetime) -> Level:
    """Today's calls, from midnight in Bakı."""
    since = datetime.combine(clock.local(now).date(), time(0), BAKU)
    calls = Arrival.objects.filter(line=line, kind=rules.CALL, arrived_at__gte=since)
    return level_of(
        list(calls.values_list("state", "arrived_at", "accepted_at")), length("hotline.answer", now)
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody at the line or planned for it now."""

    name: str
    seat: Seat | None
    shift: Shift | None
    holds: int
    alive: bool

    @property
    def missing(self) -> bool:
        """Planned for now and not there."""
        duty = self.shift is not None and self.shift.duty != Shift.Duty.RESERVE
        return duty and (self.seat is None or self.seat.state == rules.OFF or not self.alive)


def people(line: Line, now: datetime) -> list[Standing]:
    """Who is at the line, and who should be."""
    seats = {s.user_id: s for s in Seat.objects.filter(line=line).select_related("user")} if line.pk else {}
    shifts = {s.user_id: s for s in at(line.unit, now)}
    beat = length("hotline.queue.beat", now)
    held = Counter(row.accepted_by_id for row in held_by(seats))
    shown = [pk for pk in {**shifts, **seats} if pk in shifts or seats[pk].state != rules.OFF]
    found = []
    for pk in shown:
        seat, shift = seats.get(pk), shifts.get(pk)
        user = seat.user if seat else shifts[pk].user
        alive = seat is not None and now - seat.beat_at <= beat
        found.append(Standing(str(user), seat, shift, held[pk], alive))
    return sorted(found, key=lambda one: (one.seat.state if one.seat else "~", one.name))


def late_calls(by: Any, now: datetime) -> int:
    """Promised call-backs that are overdue or with the supervisors."""
    rows = CallBack.objects.visible_to(by)
    late: int = rows.filter(Q(status="handed") | Q(status="promised", due_at__lt=now)).count()
    return late


def longest(line: Line) -> datetime | None:
    """Since when whoever waits longest waits."""
    rows = Arrival.objects.filter(line=line, state=rules.WAITING).order_by(F("arrived_at"))
    return rows.values_list("arrived_at", flat=True).first()
