"""The one clock. Code asks it for the time, so that a test can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings

BAKU = ZoneInfo("Asia/Baku")  # +04:00, no summer time

# Shared by all threads on purpose: a live server under test answers at the same stopped time.
_stopped: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stopped[-1] if _stopped else datetime.now(UTC) + moved()


# In a sample country the clock can be moved on, to show what becomes late (`himaya demo clock`). Every process
# of that copy reads the same small file; looked at anew at most twice a second.
_seen: dict[str, float] = {"at": -1.0, "seconds": 0.0}


def moved() -> timedelta:
    """How far the clock of a sample country was moved on; nothing anywhere else."""
    if not settings.DEMO:
        return timedelta(0)
    if (tick := monotonic()) - _seen["at"] > 0.5:
        with suppress(OSError, ValueError):
            _seen["seconds"] = float((settings.VAR / "clock").read_text())
        _seen["at"] = tick
    return timedelta(seconds=_seen["seconds"])


def is_shifted() -> bool:
    """Whether this is not the real time: the database is then told what time it is."""
    return bool(_stopped) or bool(moved())


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
