"""Which registers there are, how ages are banded, and what mars a line. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.kit.periods import BirthDate, add_months
from himaya.registry.statuses.rules import GROWN_UP, NO_CARE

DISABILITIES = ("child_disability", "adult_disability")
UNSUPERVISED = ("neglected", "homeless_minor", "endangered")
# Completed years; the last band is open above.
BANDS: tuple[tuple[int, int | None], ...] = (
    (0, 2),
    (3, 6),
    (7, 13),
    (14, 17),
    (18, 29),
    (30, 59),
    (60, None),
)


@dataclass(frozen=True, slots=True)
class Register:
    """One register: what it is called, whom it lists, and whether the central register's facts belong to it."""

    key: str
    title: Promise | str
    about: Promise | str
    statuses: tuple[str, ...] = ()  # empty: every group
    care: bool = False


REGISTERS = {
    register.key: register
    for register in (
        Register(
            "parental-care",
            _("Central register of children deprived of parental care"),
            _(
                "Every child without parental care: on what ground and since when, the legal status of each parent, "
                "whether the child may be adopted, and where the child is placed."
            ),
            (NO_CARE,),
            care=True,
        ),
        Register(
            "unsupervised",
            _("Unsupervised, homeless and socially endangered children"),
            _("Three different statuses, each as the law defines it, with who established it and when."),
            UNSUPERVISED,
        ),
        Register(
            "groups",
            _("Vulnerable groups"),
            _("Everybody who belongs to a vulnerable group, by group."),
        ),
    )
}


def band_name(band: tuple[int, int | None]) -> str:
    """As addresses carry it: `0-2`, `60-`."""
    return f"{band[0]}-{'' if band[1] is None else band[1]}"


def band_words(band: tuple[int, int | None]) -> str:
    """As people read it."""
    return f"{band[0]}+" if band[1] is None else f"{band[0]}–{band[1]}"


def born_between(band: tuple[int, int | None], on: date) -> tuple[date | None, date]:
    """Who is in a band of ages on a day was born after the first day (none: however long ago), up to the second."""
    low, high = band
    return (None if high is None else add_months(on, -12 * (high + 1))), add_months(on, -12 * low)


@dataclass(frozen=True, slots=True)
class Line:
    """What of a line the quality marks ask."""

    status: str
    started_on: date
    fresh_on: date
    valid_until: date | None
    decided: bool
    ground: str
    born: BirthDate | None
    has_fin: bool
    has_place: bool
    aspects: frozenset[str] = frozenset()


MARKS: dict[str, Promise | str] = {
    "stale": _("Nobody made sure of it for long"),
    "run_out": _("Run out, decide anew"),
    "grown_up": _("Already of age"),
    "undecided": _("No decision"),
    "groundless": _("No ground"),
    "birth": _("Birth date not exact"),
    "fin": _("No FIN"),
    "place": _("No address"),
    "parents": _("Parents' legal status missing"),
    "adoptability": _("Adoptability missing"),
    "placement": _("Placement missing"),
}


def marks_of(line: Line, asks: Mapping[str, Any], on: date, months: int, *, care: bool = False) -> list[str]:
    """What mars a line on a day. `months`: after how long it must be made sure of again."""
    aspects = line.aspects
    wrong = {
        "stale": line.fresh_on < add_months(on, -months),
        "run_out": line.valid_until is not None and line.valid_until < on,
        "grown_up": bool(asks.get("child")) and line.born is not None and line.born.ages(on)[0] >= GROWN_UP,
        "undecided": bool(asks.get("decided")) and not line.decided,
        "groundless": "grounds" in asks and not line.ground,
        "birth": line.born is None or line.born.precision != "exact",
        "fin": not line.has_fin,
        "place": not line.has_place,
        "parents": care and not {"mother", "father"} <= aspects,
        "adoptability": care and "adoptability" not in aspects,
        "placement": care and "placement" not in aspects,
    }
    return [mark for mark in MARKS if wrong[mark]]
