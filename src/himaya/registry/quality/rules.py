"""What is measured of the data. What each measure looks for stands in `queries.py`; here is what it means."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MISSING, IMPOSSIBLE, OLD, WAITING = "missing", "impossible", "old", "waiting"
KINDS: dict[str, Promise | str] = {
    MISSING: _("Missing"),
    IMPOSSIBLE: _("Cannot be so"),
    OLD: _("Old"),
    WAITING: _("Waits to be judged"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One respect in which a record may fall short, and how to mend it."""

    key: str
    kind: str
    title: Promise | str
    mend: Promise | str


MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            "fin", MISSING, _("No FIN"), _("Ask for the identity document, or search the civil register.")
        ),
        Measure("birth", MISSING, _("No birth date"), _("Write at least the year or the estimated age.")),
        Measure("birth_rough", MISSING, _("Birth date not exact"), _("Look at the birth certificate.")),
        Measure("sex", MISSING, _("Sex not known"), _("Correct the record.")),
        Measure(
            "father",
            MISSING,
            _("No father's name"),
            _("Look at a document; leave it empty where there is none."),
        ),
        Measure("address", MISSING, _("No actual address"), _("Write the district at least.")),
        Measure(
            "kin", MISSING, _("Child without anybody"), _("Write down a parent, guardian or foster parent.")
        ),
        Measure(
            "too_old",
            IMPOSSIBLE,
            _("Older than 110 years"),
            _("Check the birth date, or write the day of death."),
        ),
        Measure(
            "grown_up", IMPOSSIBLE, _("Child's status of a grown-up"), _("End the status, with its reason.")
        ),
        Measure("parent", IMPOSSIBLE, _("Parent hardly older than the child"), _("Check both birth dates.")),
        Measure(
            "kin_sex",
            IMPOSSIBLE,
            _("Mother or father of the other sex"),
            _("Correct the sex, or the relationship."),
        ),
        Measure(
            "twin",
            IMPOSSIBLE,
            _("Twin without the other"),
            _("Write down who the twin is, or take the mark away."),
        ),
        Measure(
            "phone",
            IMPOSSIBLE,
            _("A telephone of very many"),
            _("Find out whose it is; end it where it is not theirs."),
        ),
        Measure(
            "old_address", OLD, _("Address not made sure of for long"), _("Ask where the person lives now.")
        ),
        Measure("old_status", OLD, _("Status not made sure of for long"), _("Press “Still so”, or end it.")),
        Measure("ran_out", OLD, _("Status that has run out"), _("Have it decided anew, or end it.")),
        Measure(
            "old_paper", OLD, _("Document that has run out"), _("Write the new one and end the old one.")
        ),
        Measure(
            "old_document",
            OLD,
            _("Kept document that has run out"),
            _("Put the new version in its place, or put it out of force."),
        ),
        Measure("pair", WAITING, _("May be the same as another"), _("Judge the pair.")),
        Measure(
            "contested", WAITING, _("Number borne by another too"), _("Ask who guards the other record.")
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many fall short, of how many."""

    found: int
    of: int

    @property
    def good(self) -> int:
        """Of a hundred, how many are as they should be; a hundred only where none falls short."""
        if not self.of:
            return 100
        return min(int(100 * (self.of - self.found) / self.of), 99 if self.found else 100)


def whole(shares: Iterable[Share]) -> Share:
    """Of several units together."""
    told = list(shares)
    return Share(sum(one.found for one in told), sum(one.of for one in told))
