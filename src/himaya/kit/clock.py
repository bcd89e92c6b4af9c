"""The one clock. Code asks it for the time, so that a test can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BAKU = ZoneInfo("Asia/Baku")  # +04:00, no summer time

# Shared by all threads on purpose: a live server under test answers at the same stopped time.
_stopped: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stopped[-1] if _stopped else datetime.now(UTC)


def is_shifted() -> bool:
    """Whether this is not the real time: the database is then told what time it is."""
    return bool(_stopped)


def today() -> date:
    """The present day in Azerbaijan."""
    return now().astimezone(BAKU).date()


def local(moment: datetime) -> datetime:
    """The same moment as a clock on a wall in Bakı shows it."""
    return moment.astimezone(BAKU)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of a day in Azerbaijan, aware, in UTC."""
    return datetime.combine(day, time(hour, minute), BAKU).astimezone(UTC)


@contextmanager
def fixed(moment: datetime | date | str) -> Iterator[datetime]:
    """Stop the clock. A moment without a zone, or a bare day (its noon), is meant in Bakı."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment) if len(moment) > 10 else date.fromisoformat(moment)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12), BAKU)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BAKU)
    stopped = moment.astimezone(UTC)
    _stopped.append(stopped)
    try:
        yield stopped
    finally:
        _stopped.pop()
