"""What stands in a queue, as the rules and the screens need it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from himaya.access.models import Membership, Unit, User
from himaya.access.roles import CONTACT_WORK, ROLES, Counsellor
from himaya.hotline.contacts.queries import desk_of
from himaya.hotline.queue import rules
from himaya.hotline.queue.models import Arrival, Line, Seat
from himaya.hotline.queue.rules import Door, Item, Limits, Place
from himaya.hotline.shifts.models import Shift
from himaya.hotline.shifts.queries import at
from himaya.kit import clock
from himaya.reference.calendar.rules import add, is_working_day
from himaya.reference.queries import norm

HOTLINE_ROLES = [role.code for role in ROLES.values() if CONTACT_WORK in role.may]


def length(key: str, since: datetime) -> timedelta:
    """A norm's time as a length, counted from a moment."""
    return add(since, norm(key, on=clock.local(since).date())) - since


def number(key: str, moment: datetime) -> int:
    """A norm's number in force."""
    return int(norm(key, on=clock.local(moment).date()).number)


def limits_at(now: datetime) -> Limits:
    """The times and numbers in force."""

    def by_kind(step: str) -> dict[str, timedelta]:
        return {kind: length(f"hotline.queue.{step}.{kind}", now) for kind in rules.KINDS}

    return Limits(
        ring=length("hotline.queue.ring", now),
        beat=length("hotline.queue.beat", now),
        recording=length("hotline.queue.recording", now),
        chats=number("hotline.queue.chats", now),
        supervisor=by_kind("supervisor"),
        reserve=by_kind("reserve"),
        bound=by_kind("bound"),
    )


def hotline() -> Unit | None:
    """The hotline that answers where nobody says which: the first in which counsellors work."""
    held = Membership.objects.filter(role=Counsellor.code, ended_at__isnull=True, unit__is_active=True)
    first = held.select_related("unit").order_by("unit_id").first()
    return first.unit if first else None


def members(unit: Unit) -> list[int]:
    """Ids of those whose pages show this queue."""
    held = Membership.objects.filter(
        unit=unit, role__in=HOTLINE_ROLES, ended_at__isnull=True, user__is_active=True
    )
    return list(held.values_list("user_id", flat=True).distinct())


def standing(line: Line) -> list[Arrival]:
    """What waits, the weightier first, then the longest waiting."""
    rows = Arrival.objects.filter(line=line, state__in=Arrival.OPEN).select_related(
        "rings__user", "line__unit"
    )
    return sorted(rows, key=lambda one: (-one.priority, one.since, one.pk))


def waiting_at(unit: Unit) -> list[Arrival]:
    """What waits at a hotline, in the order of the queue."""
    line = Line.objects.filter(unit=unit).first()
    return standing(line) if line else []


def at_line_of(user: User) -> QuerySet[Arrival]:
    """Everything that came to the line at which somebody answers."""
    rows = Arrival.objects.filter(line__unit=desk_of(user))
    return rows.select_related("line__unit", "rings", "accepted_by", "contact")


def seats_at_line_of(user: User) -> QuerySet[Seat]:
    """The places at the line at which somebody answers."""
    return Seat.objects.filter(line__unit=desk_of(user)).select_related("user")


def handed(line: Line) -> QuerySet[Arrival]:
    """What was put into the supervisors' hands and nobody has taken yet."""
    return Arrival.objects.filter(line=line, state=rules.HANDED).order_by("since")


def held_by(users: Iterable[int]) -> list[Arrival]:
    """Contacts that these people (ids) hold now: accepted and not ended."""
    rows = Arrival.objects.filter(accepted_by__in=list(users), state=rules.ANSWERED, ended_at__isnull=True)
    return list(rows.order_by("accepted_at"))


def item_of(row: Arrival) -> Item:
    """An arrival as the rules see it."""
    return Item(
        key=row.pk,
        kind=row.kind,
        since=row.since,
        state=row.state,
        priority=row.priority,
        language=row.language,
        skill=row.skill,
        rung=row.rung,
        rings=row.rings_id,
        rung_at=row.rung_at,
        passed=frozenset(row.passed),
        until=row.safe_until,
        due_at=row.due_at,
    )


def place_of(seat: Seat, holds: Iterable[Arrival]) -> Place:
    """A seat as the rules see it, with what it holds. A call-back that was taken is a call."""
    kinds = Counter(row.kind for row in holds)
    return Place(
        key=seat.pk,
        rung=rules.LADDER.index(seat.duty),
        state=seat.state,
        beat_at=seat.beat_at,
        idle_since=seat.idle_since,
        wrap_until=seat.wrap_until,
        calls=kinds[rules.CALL] + kinds[rules.CALL_BACK],
        chats=kinds[rules.CHAT],
        languages=frozenset(seat.languages),
        skills=frozenset(seat.skills),
    )


def places(line: Line) -> list[Place]:
    """Everybody who is at the line."""
    seats = list(Seat.objects.filter(line=line).exclude(state=rules.OFF))
    holds: dict[int, list[Arrival]] = {}
    for row in held_by(seat.user_id for seat in seats):
        holds.setdefault(row.accepted_by_id or 0, []).append(row)
    return [place_of(seat, holds.get(seat.user_id, [])) for seat in seats]


def door(line: Line, now: datetime) -> Door:
    """Whether the line answers now: by its switch, its hours and the holidays."""
    local = clock.local(now)
    holiday = not is_working_day(local.date())
    day = "holiday" if holiday else "workday"
    shut = rules.door_words(
        opens=number(f"hotline.opens.{day}", now),
        closes=number(f"hotline.closes.{day}", now),
        hour=local.hour + local.minute / 60,
        holiday=holiday,
        stopped=line.stopped_at is not None,
    )
    called_in = any(shift.duty == Shift.Duty.RESERVE for shift in at(line.unit, now))
    return Door(shut, diverted=line.diverted_at is not None, reserve_at_home=called_in)


def priority_of(kind: str, now: datetime) -> int:
    """How much a kind weighs among the waiting."""
    return number(f"hotline.queue.priority.{kind}", now)


def recent_of(caller_key: str, now: datetime) -> int:
    """How many contacts of one number came within the time by which floods are told."""
    if not caller_key:
        return 0
    since = now - length("hotline.flood.within", now)
    return Arrival.objects.filter(caller_key=caller_key, arrived_at__gt=since).count()


def same_caller(row: Arrival) -> list[Any]:
    """Other messages of the same number in the same channel that wait: they are read together."""
    if row.kind != rules.MESSAGE or not row.caller_key:
        return []
    rows = Arrival.objects.filter(
        line=row.line_id, kind=rules.MESSAGE, channel=row.channel, caller_key=row.caller_key,
        state__in=(rules.WAITING, rules.HANDED),
    )  # fmt: skip
    return list(rows.exclude(pk=row.pk).select_for_update(of=("self",)).order_by("arrived_at", "pk"))
