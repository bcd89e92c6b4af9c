"""What may be written about a person."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.periods import BirthDate
from himaya.kit.verdict import Verdict, first_no, no, yes

OLDEST = 120  # years
LIVES = ("", "dead", "missing")


@dataclass(frozen=True, slots=True)
class Details:
    """Who a person is. Names as recorded; the father's name bare; the birth date as well as it is known.
    `life`: `dead`, `missing`, or empty: living, as far as is known. Who has a day of death is dead."""

    family_name: str = ""
    given_name: str = ""
    fathers_name: str = ""
    sex: str = "unknown"
    born: BirthDate | None = None
    multiple_birth: bool = False
    died_on: date | None = None
    citizenship: str = ""
    language: str = ""
    life: str = ""


@dataclass(frozen=True, slots=True)
class Residence:
    """Where somebody lives or is registered."""

    territory: Any = None
    settlement: Any = None
    line: str = ""

    def __bool__(self) -> bool:
        return self.territory is not None or bool(self.line)


NOWHERE = Residence()


def may_be_recorded(details: Details, on: date) -> Verdict:
    """A name, or for a child whose name nobody knows an age and a sex; nothing impossible."""
    return first_no(_is_somebody(details), _was_born(details, on), _died(details, on))


def _is_somebody(details: Details) -> Verdict:
    if details.family_name or details.given_name:
        return yes()
    if details.born and details.sex in ("female", "male"):
        return yes()
    return no(_("Write a name. Where nobody knows the name, write the age and the sex."))


def _was_born(details: Details, on: date) -> Verdict:
    if details.born is None:
        return yes()
    start = details.born.window.start
    if start is not None and start > on:
        return no(_("A birth date cannot lie in the future."))
    if details.born.day < on - timedelta(days=366 * OLDEST):
        return no(_("Nobody living was born so long ago. Check the year."))
    return yes()


def _died(details: Details, on: date) -> Verdict:
    if details.life not in LIVES:
        return no(_("Choose from the list."))
    if details.died_on is None:
        return yes()
    if details.life not in ("", "dead"):
        return no(_("Who has a day of death is not missing. Check both."))
    if details.died_on > on:
        return no(_("A day of death cannot lie in the future."))
    if details.born and details.born.window.start and details.died_on < details.born.window.start:
        return no(_("Nobody dies before birth. Check both dates."))
    return yes()


def may_call(number: str, numbers: list[str]) -> Verdict:
    """A number is kept once for each person."""
    return no(_("This number is already written here.")) if number in numbers else yes()
