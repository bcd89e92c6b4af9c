"""Whether a plan leaves no gap and does nothing twice: who does what from when until when, as bands. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One action over time: whose band it lies on, what, the first and the last day, whether it is over, and the
    service that does it (None: a worker or the family)."""

    who: str
    what: str
    since: date
    until: date
    is_over: bool = False
    service: int | None = None


def gaps(stretches: Iterable[Stretch], longest: int) -> list[tuple[date, date]]:
    """Stretches of more than `longest` days between the first and the last day of the plan on which nothing runs: first
    and last day of each."""
    found, reached = [], None
    for one in sorted(stretches, key=lambda s: (s.since, s.until)):
        if reached is not None and (one.since - reached).days - 1 > longest:
            found.append((reached + DAY, one.since - DAY))
        reached = max(reached or one.until, one.until)
    return found


def doubles(stretches: Sequence[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """Pairs of open actions of one service that run on the same days: is one thing ordered twice?"""
    open_ones = sorted(
        (s for s in stretches if s.service and not s.is_over), key=lambda s: (s.since, s.until, s.what)
    )
    return [
        (one, other)
        for n, one in enumerate(open_ones)
        for other in open_ones[n + 1 :]
        if one.service == other.service and other.since <= one.until
    ]
