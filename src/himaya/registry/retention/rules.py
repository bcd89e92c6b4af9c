"""When a file falls due, and what stands in the way of erasing it (domain §6, retention)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.periods import add_months
from himaya.kit.verdict import Verdict, no, yes


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long a file is kept: `years` after the birthday at `age`, and no less than `years` after the work ended.
    Of a sealed person (adoption): `years` after the birth. The values are norms of this `key`."""

    key: str
    age: int
    years: int


def falls_due_on(schedule: Schedule, *, born: date | None, ended: date) -> date:
    """The first of the month after nothing asks for keeping the file any more. Where no birth date is known, so many
    years after the work ended; in doubt the later.

    Never the day itself: on a birthday the night's search would write the birthday into the audit, which keeps."""
    after_work = add_months(ended, 12 * schedule.years)
    day = (
        after_work
        if born is None
        else max(add_months(born, 12 * (schedule.age + schedule.years)), after_work)
    )
    return add_months(day.replace(day=1), 1)


def nothing_is_held(retention: Any, facts: Mapping[str, Any]) -> Verdict:
    """No legal hold stands."""
    if retention.person.holds.filter(status="standing").exists():
        return no(_("A legal hold stands: nothing of this file is erased."))
    return yes()


def another_decides(retention: Any, facts: Mapping[str, Any]) -> Verdict:
    """Two people: who proposed does not approve."""
    if facts.get("by") == retention.proposed_by_id:
        return no(_("You proposed it: somebody else decides."))
    return yes()


def may_hold(*, expires_on: date, today: date) -> Verdict:
    """A hold ends on a day, so that none is forgotten; it is placed anew where it is still needed."""
    return yes() if expires_on > today else no(_("A hold ends on a day still to come."))
