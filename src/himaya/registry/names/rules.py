"""What may be written as a name borne before."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from himaya.kit.text import fold
from himaya.kit.verdict import Verdict, no, yes

KINDS = "former_name.kind"


def checks(
    name: str,
    started_on: date | None,
    ended_on: date | None,
    *,
    now: str,
    known: Iterable[str],
    born: date | None,
    today: date,
) -> Iterable[tuple[str, Verdict]]:
    """Each field with whether it can be so. `now`: the name borne today; `known`: former names written already;
    `born`: the earliest day on which the person can have been born."""
    yield "name", _is_another(name, now, known)
    yield "started_on", _is_in_time(started_on, born, today)
    yield "ended_on", _has_ended(started_on, ended_on, born, today)


def _is_another(name: str, now: str, known: Iterable[str]) -> Verdict:
    if not fold(name).strip():
        return no(_("Write the name as it was borne."))
    if fold(name) in {fold(one) for one in known}:
        return no(_("This former name is already written here."))
    if fold(name) == fold(now):
        return no(_("This is the name borne today."))
    return yes()


def _is_in_time(day: date | None, born: date | None, today: date) -> Verdict:
    if day and day > today:
        return no(_("This day is still to come."))
    if day and born and day < born:
        return no(_("Nobody bears a name before birth. Check both dates."))
    return yes()


def _has_ended(started_on: date | None, ended_on: date | None, born: date | None, today: date) -> Verdict:
    if started_on and ended_on and ended_on < started_on:
        return no(_("It cannot end before it began."))
    return _is_in_time(ended_on, born, today)
