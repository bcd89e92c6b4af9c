"""What a status asks for, and who can have it. The lists of codes say it (`vulnerable.group`, `care.aspect`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.periods import BirthDate
from himaya.kit.verdict import Verdict, no, yes

GROUPS, ASPECTS, END_REASONS = "vulnerable.group", "care.aspect", "status.end_reason"
GROWN_UP = 18  # Civil Code: full legal capacity
NO_CARE = "no_parental_care"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be written of a status."""

    status: str
    started_on: date
    source: str
    ground: str = ""
    degree: str = ""
    nature: str = ""
    valid_until: date | None = None
    decision: str = ""
    decided_on: date | None = None
    decided_by: str = ""


Lists = Mapping[str, Mapping[str, Any]]


def checks(
    claim: Claim, asks: Mapping[str, Any], lists: Lists, born: BirthDate | None, today: date
) -> Iterator[tuple[str, Verdict]]:
    """Field by field, whether it can be written. `asks`: what the code list says of this status; `lists`: the codes
    of each list."""
    yield "started_on", _has_come(claim.started_on, today)
    yield "decided_on", _has_come(claim.decided_on, today)
    early = claim.valid_until and claim.valid_until < claim.started_on
    yield "valid_until", no(_("It cannot run out before it begins.")) if early else yes()
    yield "ground", _is_listed("ground", claim.ground, asks.get("grounds"), lists)
    yield "degree", _is_listed("degree", claim.degree, asks.get("degrees"), lists)
    yield "nature", _is_listed("nature", claim.nature, asks.get("natures"), lists)
    told = claim.source.strip()
    yield "source", yes() if told else no(_("Write who told us or which paper says so."))
    yield "started_on", may_hold(asks, born, claim.started_on)


def _has_come(day: date | None, today: date) -> Verdict:
    return no(_("This day is still to come.")) if day and day > today else yes()


def _is_listed(what: str, code: str, wanted: str | None, lists: Lists) -> Verdict:
    if not code:
        return yes()
    if wanted is None:
        return no(_NOT_ASKED[what])
    return yes() if code in lists[wanted] else no(_("Choose from the list."))


_NOT_ASKED = {
    "ground": _("This status takes no ground from that list."),
    "degree": _("Only a disability has a degree."),
    "nature": _("Only a disability has a kind of its own."),
}


def may_hold(asks: Mapping[str, Any], born: BirthDate | None, on: date) -> Verdict:
    """A status of children is for who may be a child on its first day; one of adults for who may be grown up."""
    if born is None:
        return yes()
    youngest, oldest = born.ages(on)
    if asks.get("child") and youngest >= GROWN_UP:
        return no(_("This status is for children. Check the birth date and the day."))
    if asks.get("adult") and oldest < GROWN_UP:
        return no(_("This status is for adults. Check the birth date and the day."))
    return yes()


def may_end(started_on: date, on: date, today: date) -> Verdict:
    """Whether a status may end on a day."""
    if on > today:
        return no(_("This day is still to come."))
    return yes() if on >= started_on else no(_("It cannot end before it began."))


def may_name(code: Mapping[str, Any], detail: str) -> Verdict:
    """Where a shelter is and who adopts are secret (Law on domestic violence; secrecy of adoption, Family Code):
    whoever may read a register would learn it."""
    if detail.strip() and code.get("unnamed"):
        return no(
            _("Do not name the shelter or the adopters here: whoever reads the register would learn it.")
        )
    return yes()


def may_be_fact(
    aspect: str, code: str, started_on: date, since: date | None, lists: Lists, today: date
) -> Verdict:
    """Whether a fact of the central register can follow the one that holds `since` a day."""
    wanted = lists[ASPECTS].get(aspect)
    if wanted is None or code not in lists[str(wanted["codes"])]:
        return no(_("Choose from the list."))
    if started_on > today:
        return no(_("This day is still to come."))
    if since and started_on < since:
        return no(_("What is written already begins later. Check both days."))
    return yes()
