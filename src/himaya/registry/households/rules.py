"""Who may be what to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from himaya.kit.periods import BirthDate, Period
from himaya.kit.verdict import Verdict, first_no, no, yes
from himaya.reference.queries import codelist

LIST, END_REASONS = "relationship.type", "relationship.end_reason"
# Said instead of a household's id: another one begins.
NEW_HOME = "new"
PARENTS = frozenset({"mother", "father", "parent"})
# A parent is at least so many years older than the child.
YOUNGEST_PARENT = 10
_SEX_OF = {"mother": "female", "father": "male"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as far as the rules ask."""

    pk: int
    sex: str = "unknown"
    born: BirthDate | None = None


def inverse_of(kind: str, person_sex: str = "") -> str:
    """What the person is to the other: mother → child; child → mother or father where the sex is known."""
    back = str(codelist(LIST)[kind].attributes.get("inverse", kind))
    if back == "parent":
        return {"female": "mother", "male": "father"}.get(person_sex, "parent")
    return back


def harms_person(kind: str) -> bool:
    """Is the first of the two the one harmed?"""
    return bool(codelist(LIST)[kind].attributes.get("restricts"))


def is_restricted(kind: str) -> bool:
    """Said only where the harmed person's file, then sensitive, may be read (domain §6)."""
    return harms_person(kind) or harms_person(str(codelist(LIST)[kind].attributes.get("inverse", kind)))


def may_relate(person: Side, other: Side, kind: str, parents: frozenset[tuple[int, int]]) -> Verdict:
    """Whether `other` can be the person's `kind`. `parents` are the (child, parent) pairs known around them."""
    if kind not in codelist(LIST):
        return no(_("Choose a relationship from the list."))
    if person.pk == other.pk:
        return no(_("Nobody is related to themselves. Choose another person."))
    if kind in PARENTS:
        return first_no(
            _fits(other, kind), _is_older(other, person), _no_circle(person.pk, other.pk, parents)
        )
    if kind == "child":
        return first_no(_is_older(person, other), _no_circle(other.pk, person.pk, parents))
    return _same_birth(person, other) if kind == "twin" else yes()


def may_end(started_on: date | None, on: date | None, today: date) -> Verdict:
    """Whether something between people may end on a day; without one it ends today."""
    if on and on > today:
        return no(_("This day is still to come."))
    if on and started_on and on < started_on:
        return no(_("It cannot end before it began."))
    return yes()


def may_live(
    started_on: date | None,
    ended_on: date | None,
    times: Iterable[tuple[date | None, date | None]],
    today: date,
) -> Verdict:
    """Whether a person can live in a household for a time: once at a time, begun by now, ended after it began."""
    if (started_on and started_on > today) or (ended_on and ended_on > today):
        return no(_("This day is still to come."))
    if started_on and ended_on and ended_on < started_on:
        return no(_("It cannot end before it began."))
    asked = Period(started_on, ended_on)
    if any(asked.overlaps(Period(*time)) for time in times):
        return no(_("This person already lives in this household."))
    return yes()


def may_be_born(person: Side, parents: Iterable[Side], children: Iterable[Side]) -> Verdict:
    """Whether a birth date fits those of the parents and children on record."""
    older = [_is_older(parent, person) for parent in parents]
    return first_no(*older, *(_is_older(person, child) for child in children))


def _fits(other: Side, kind: str) -> Verdict:
    if kind in _SEX_OF and other.sex in ("female", "male") and other.sex != _SEX_OF[kind]:
        return no(_("The sex recorded does not fit. Correct it first, or choose “parent”."))
    return yes()


def _is_older(parent: Side, child: Side) -> Verdict:
    if parent.born is None or child.born is None:
        return yes()
    eldest, youngest = parent.born.window.start, child.born.window.end
    if eldest and youngest and (youngest - eldest).days < YOUNGEST_PARENT * 365:
        return no(_("A parent must be older than the child. Check both birth dates."))
    return yes()


def _no_circle(child: int, parent: int, pairs: frozenset[tuple[int, int]]) -> Verdict:
    above, seen = {parent}, set()
    while above:
        if child in above:
            return no(_("This person would be their own ancestor. Check who is whose parent."))
        seen |= above
        above = {p for c, p in pairs if c in above} - seen
    return yes()


def _same_birth(person: Side, other: Side) -> Verdict:
    if person.born is None or other.born is None:
        return yes()
    first, second = person.born.window, other.born.window
    if first.overlaps(second) or _a_night_apart(person, other):
        return yes()
    return no(_("Twins are born together. Check both birth dates."))


def _a_night_apart(person: Side, other: Side) -> bool:
    assert person.born
    assert other.born
    return abs((person.born.day - other.born.day).days) <= 1
