"""When two records may be made one, and which of them is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.periods import BirthDate
from himaya.kit.text import clean_line
from himaya.kit.verdict import Verdict, first_no, no, yes
from himaya.registry.households.rules import YOUNGEST_PARENT

PARENTS = frozenset({"mother", "father", "parent"})
LINE = PARENTS | {"child"}


@dataclass(frozen=True, slots=True)
class Kinship:
    """A parent or child of either record: what they are to it, and when born."""

    kind: str
    born: BirthDate | None


@dataclass(frozen=True, slots=True)
class Two:
    """Two records and what is known of them together. `ties`: what each is to the other by record."""

    kept: int
    merged: int
    is_gone: bool = False
    ties: frozenset[str] = frozenset()
    # Born with another, on the same day, of one of whom little more is known: who looks alike may be the twin.
    twins_by_birth: bool = False
    # The birth date of the one person they would be.
    born: BirthDate | None = None
    kin: Sequence[Kinship] = field(default_factory=tuple)


def may_merge(two: Two, reason: str, second: Any = None) -> Verdict:
    """Whether two records may become one. Who are twins, siblings or otherwise two by record stay two, unless a
    reason is given and a second person has agreed (domain §2.7: twins are never merged by themselves)."""
    return first_no(
        _are_two(two), _are_no_line(two), _fits_the_family(two), _guards_twins(two, reason, second)
    )


def _are_two(two: Two) -> Verdict:
    if two.kept == two.merged:
        return no(_("This is one record already. Choose another person."))
    if two.is_gone:
        return no(_("One of the records was joined to another meanwhile. Open the pair again."))
    return yes()


def _are_no_line(two: Two) -> Verdict:
    if two.ties & LINE:
        return no(_("One is the parent of the other by record. Correct the relationship first."))
    return yes()


def _fits_the_family(two: Two) -> Verdict:
    for kin in two.kin:
        elder, younger = (kin.born, two.born) if kin.kind in PARENTS else (two.born, kin.born)
        if elder and younger and not _old_enough(elder, younger):
            return no(_("Joined, a parent would be younger than the child. Check the birth dates first."))
    return yes()


def _old_enough(elder: BirthDate, younger: BirthDate) -> bool:
    first, last = elder.window.start or date.min, younger.window.end or date.max
    return (last - first).days >= YOUNGEST_PARENT * 365


def _guards_twins(two: Two, reason: str, second: Any) -> Verdict:
    if not two.ties and not two.twins_by_birth:
        return yes()
    if not clean_line(reason):
        return no(_("By record these are two people (twins, siblings or relatives). Say why they are one."))
    if second is None:
        return no(_("By record these are two people. A second person has to agree first."))
    return yes()


def needs_second(two: Two) -> bool:
    """Whether the records themselves ask for a second person: two by record, or twins by birth."""
    return bool(two.ties) or two.twins_by_birth


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides which record is kept."""

    pk: int
    sensitivity: int
    has_fin: bool = False


def keeps(one: Standing, other: Standing) -> int:
    """The record that is kept: the more guarded (what it guards must not come into the open), else the one with a
    FIN, else the older."""
    return min(one, other, key=lambda side: (-side.sensitivity, not side.has_fin, side.pk)).pk


def may_undo(stands: bool, reason: str) -> Verdict:
    """Whether a merge may be undone."""
    if not stands:
        return no(_("This was undone already."))
    return yes() if clean_line(reason) else no(_("Say why these are two people after all."))
