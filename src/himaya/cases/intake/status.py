"""Where a report stands, for whoever holds its reference and PIN: received, being handled, handled. No content."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection

from himaya.cases.intake.models import StatusTry
from himaya.cases.intake.pins import is_right
from himaya.kit import clock
from himaya.kit.ids import read_reference
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm

State = Literal["received", "handling", "handled"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A state; or none, and whether that is because there were too many tries."""

    state: State | None = None
    closed: bool = False


def state_of(*, reference: str, pin: str) -> Answer:
    """The state of a report. A wrong PIN and an unknown reference get the same answer in the same time, and after
    the norm's number of tries a reference, real or not, stays closed for the norm's time."""
    wanted = read_reference(reference) or ""
    digest = hashlib.sha256(f"status:{wanted or reference.strip().upper()[:40]}".encode()).hexdigest()
    closed, hashed, state = _try(wanted, digest)
    right = is_right(pin, hashed)
    if closed:
        return Answer(closed=True)
    if not right:
        return Answer()
    StatusTry.objects.filter(pk=digest).delete()
    return Answer(state=state)


def _try(wanted: str, digest: str) -> tuple[bool, str | None, State | None]:
    now, today = clock.now(), clock.today()
    pause = add(now, norm("report.pin.closed", today)) - now
    kept = add(now, norm("report.status.days", today)) - now
    most = int(norm("report.pin.tries", today).value)
    given: list[Any] = [wanted, digest, now, most, pause, kept]
    with connection.cursor() as cursor:
        cursor.execute("select * from intake_try_status(%s, %s, %s, %s, %s, %s)", given)
        closed, hashed, state = cursor.fetchone()
    return bool(closed), hashed, state
