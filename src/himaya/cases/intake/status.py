"""Where a report stands, for whoever holds its reference and PIN: received, being handled, handled. No content."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection
from django.db.models import F

from himaya.cases.intake.addresses import address_digest
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


# Wrong enquiries from one address, counted together for a while from the first of them.
COUNT = """
insert into cases_statustry as t (reference_digest, tries, last_at, closed_until) values (%s, 1, %s, %s)
on conflict (reference_digest) do update set
  tries = case when t.closed_until <= excluded.last_at then 1 else least(t.tries + 1, 1000) end,
  closed_until = case when t.closed_until <= excluded.last_at then excluded.closed_until else t.closed_until end,
  last_at = excluded.last_at
returning tries
"""


def state_of(*, reference: str, pin: str, address: str = "") -> Answer:
    """The state of a report. A wrong PIN and an unknown reference get the same answer in the same time, and after
    the norm's number of tries a reference, real or not, stays closed for the norm's time. `address` is the visitor's:
    after the norm's number of wrong tries at any references it waits too, and no longer closes anybody's."""
    visitor = _digest("address", address_digest(address)) if address else ""
    if visitor and _counted(visitor) > int(norm("ratelimit.status.count", clock.today()).value):
        is_right(pin, None)  # as long as any answer takes
        return Answer(closed=True)
    wanted = read_reference(reference) or ""
    digest = _digest("status", wanted or reference.strip().upper()[:40])
    closed, hashed, state = _try(wanted, digest)
    right = is_right(pin, hashed)
    if closed:
        return Answer(closed=True)
    if not right:
        return Answer()
    StatusTry.objects.filter(pk=digest).delete()
    StatusTry.objects.filter(pk=visitor).update(tries=F("tries") - 1)  # whoever knows the PIN may look
    return Answer(state=state)


def _digest(kind: str, words: str) -> str:
    return hashlib.sha256(f"{kind}:{words}".encode()).hexdigest()


def _counted(visitor: str) -> int:
    """Counts before anything is answered, so that many tries at once do not slip through."""
    now = clock.now()
    until = add(now, norm("ratelimit.status.window", clock.today()))
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [visitor, now, until])
        return int(cursor.fetchone()[0])


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
