"""Shifts as screens and the queue need them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from himaya.access.models import Unit, User
from himaya.access.queries import users_in
from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.shifts.models import Shift, ShiftSwap
from himaya.kit import clock
from himaya.kit.clock import BAKU
from himaya.kit.text import sort_key

A_WEEK = 7
SHOWN = 200


def standing() -> QuerySet[Shift]:
    """Shifts that were not taken back."""
    return Shift.objects.filter(cancelled_at__isnull=True)


def at(unit: Unit, moment: datetime) -> list[Shift]:
    """The shifts of a hotline that cover a moment, the first to begin first."""
    rows = standing().filter(unit=unit, starts_at__lte=moment, ends_at__gt=moment)
    return list(rows.select_related("user"))


def duty_of(user: Any, moment: datetime) -> Shift | None:
    """The shift in which somebody stands at a moment."""
    return standing().filter(user=user, starts_at__lte=moment, ends_at__gt=moment).first()


def next_of(user: Any, moment: datetime) -> Shift | None:
    """Somebody's next shift after a moment."""
    return standing().filter(user=user, starts_at__gt=moment).first()


def others_of(user: Any, besides: Shift | None = None) -> QuerySet[Shift]:
    """Every shift that somebody still stands in, save one."""
    return standing().filter(user=user).exclude(pk=besides.pk if besides else 0)


def week(unit: Unit, monday: date) -> list[tuple[date, list[Shift]]]:
    """A week's plan, day by day."""
    first = datetime.combine(monday, time(0), BAKU)
    last = first + timedelta(days=A_WEEK)
    rows = list(standing().filter(unit=unit, starts_at__lt=last, ends_at__gt=first).select_related("user"))
    days = [monday + timedelta(days=n) for n in range(A_WEEK)]
    return [(day, [s for s in rows if s.starts_at.astimezone(BAKU).date() == day]) for day in days]


def swaps_for(user: User, unit: Unit) -> QuerySet[ShiftSwap]:
    """The open swaps of a hotline that somebody takes part in; a supervisor sees those that were agreed on too."""
    mine = Q(asked_by=user) | Q(asked_of=user)
    if any(m.role == HotlineSupervisor.code for m in user.current_memberships):
        mine |= Q(status=ShiftSwap.AGREED)
    rows = ShiftSwap.objects.filter(mine, shift__unit=unit, status__in=ShiftSwap.OPEN)
    return rows.select_related("shift__user", "in_return__user", "asked_by", "asked_of").order_by("asked_at")


def people_of(unit: Unit) -> list[User]:
    """Who can stand in a shift of a hotline, by name."""
    found = {u.pk: u for role in (Counsellor, HotlineSupervisor) for u in users_in(role, unit)}
    return sorted(found.values(), key=lambda one: sort_key(str(one)))


def coming_of_others(user: User, unit: Unit) -> list[Shift]:
    """The coming shifts of one's colleagues."""
    rows = standing().filter(unit=unit, starts_at__gt=clock.now()).exclude(user=user)
    return list(rows.select_related("user")[:SHOWN])


def shifts_of(unit: Unit) -> QuerySet[Shift]:
    """Every shift of a hotline, those taken back too."""
    return Shift.objects.filter(unit=unit).select_related("user", "unit")


def swaps_of(unit: Unit) -> QuerySet[ShiftSwap]:
    """Every swap asked for in a hotline."""
    return ShiftSwap.objects.filter(shift__unit=unit)
