"""When a clock must next be looked at."""

from datetime import datetime

from himaya.kit import clock as time
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.clocks.models import Clock

# The ladder has these rungs at most; each rung's delay after the due time is a norm.
RUNGS = 3


def next_firing(clock: Clock) -> datetime | None:
    """Of a clock that runs: a reminder when four fifths of the time is gone (norm `clock.reminder`), then the due
    time, then each rung of the ladder after it (norms `escalation.<ladder>.<rung>`); None when the top has been
    told."""
    if clock.missed_at is None:
        if clock.reminded_at is None:
            share = norm("clock.reminder", on=time.local(clock.started_at).date()).value
            remind = clock.started_at + (clock.due_at - clock.started_at) * (float(share) / 100)
            if remind > time.now():
                return remind
        return clock.due_at
    rung = clock.rung + 1
    if rung > RUNGS:
        return None
    delay = norm(f"escalation.{clock.ladder}.{rung}", on=time.local(clock.due_at).date())
    return add(clock.due_at, delay)
