"""Working days, and the moment at which a term ends.

A term in minutes and hours runs on without rest. A term in days, weeks, months or years ends at the same
hour of its last day. A term in working days does not count the day it starts on and ends with its last
working day, at 23:59 in Bakı.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import holidays

from himaya.kit.clock import BAKU
from himaya.kit.periods import add_months
from himaya.reference.calendar.models import WorkingDayChange
from himaya.reference.norms.rules import NormValue
from himaya.reference.release.queries import remembered

Changes = Mapping[date, bool]  # a day, and whether it is worked

_DAY = timedelta(days=1)
_PLAIN = {"seconds": "seconds", "minutes": "minutes", "hours": "hours", "days": "days", "weeks": "weeks"}
_MONTHS = {"months": 1, "years": 12}


@lru_cache(maxsize=64)
def public_holidays(year: int, language: str = "az") -> dict[date, str]:
    """The holidays of a year by their names, in Azerbaijani or (for any other reader) in English."""
    spoken = "az" if language.startswith("az") else "en_US"
    return dict(holidays.country_holidays("AZ", years=year, language=spoken).items())


@remembered
def changes() -> dict[date, bool]:
    """The days moved by decision, as data has them."""
    rows = WorkingDayChange.objects.values_list("day", "kind")
    return {day: kind == WorkingDayChange.Kind.WORKING for day, kind in rows}


def is_working_day(day: date, moved: Changes | None = None) -> bool:
    """Monday to Friday and no holiday, unless the day was moved."""
    moved = changes() if moved is None else moved
    if day in moved:
        return moved[day]
    return day.weekday() < 5 and day not in public_holidays(day.year)


def next_working_day(day: date, moved: Changes | None = None) -> date:
    """The first working day after a day."""
    day += _DAY
    while not is_working_day(day, moved):
        day += _DAY
    return day


def add_working_days(day: date, number: int, moved: Changes | None = None) -> date:
    """The last of so many working days after a day; the day itself for none."""
    for _ in range(number):
        day = next_working_day(day, moved)
    return day


def working_days_between(start: date, end: date, moved: Changes | None = None) -> int:
    """How many working days lie after `start`, up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start, moved)
    days = (start + _DAY * n for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, moved) for day in days)


def add(start: datetime, length: NormValue, moved: Changes | None = None) -> datetime:
    """The moment (aware, UTC) at which a term that starts at a moment ends. ValueError for what is no time."""
    if start.tzinfo is None:
        raise ValueError("a term starts at a moment with a zone")
    if not length.is_time:
        raise ValueError(f"{length.key} is no length of time")
    if length.unit in _PLAIN:
        return (start + timedelta(**{_PLAIN[length.unit]: float(length.number)})).astimezone(UTC)
    local = start.astimezone(BAKU)
    if length.unit in _MONTHS:
        last = add_months(local.date(), int(length.number) * _MONTHS[length.unit])
        return datetime.combine(last, local.timetz()).astimezone(UTC)
    last = add_working_days(local.date(), int(length.number), moved)
    return (
        datetime.combine(last, time(23, 59), BAKU).astimezone(UTC) if length.number else start.astimezone(UTC)
    )
