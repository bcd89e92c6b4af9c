"""Who could take a case, and how well it fits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.kit.shapes import Words
from himaya.kit.templatetags.himaya import number
from himaya.reference.queries import norm_or_none

# Risks that are grave, and a case that weighs as one.
GRAVE = ("critical", "high")
ORDINARY = 100


@dataclass(frozen=True, slots=True)
class Load:
    """The open cases of a worker: how many, how many of them grave, and how much they weigh together, where an ordinary
    case weighs 1."""

    cases: int = 0
    grave: int = 0
    weight: float = 0


def weigh(held: Iterable[tuple[str, str, int]], on: date) -> Load:
    """The load of cases counted by risk and kind. What a case weighs are norms (`caseload.weight.<risk>`,
    `caseload.weight.<kind>`, in per cent, multiplied); what has none weighs as an ordinary case."""
    cells = list(held)
    hundredths = sum(n * _percent(risk, on) * _percent(kind, on) for risk, kind, n in cells)
    return Load(
        cases=sum(n for _risk, _kind, n in cells),
        grave=sum(n for risk, _kind, n in cells if risk in GRAVE),
        weight=round(hundredths / (ORDINARY * ORDINARY), 2),
    )


def _percent(what: str, on: date) -> float:
    found = norm_or_none(f"caseload.weight.{what}", on)
    return float(found.number) if found else ORDINARY


def load_words(load: Load, limit: int) -> str:
    """The weight against the limit, and the plain count beside it."""
    words = _("Load %(weight)s of %(limit)s, open cases: %(cases)s")
    return words % {
        "weight": number(round(load.weight, 1)).removesuffix(",0"),
        "limit": limit,
        "cases": load.cases,
    }


@dataclass(frozen=True, slots=True)
class Candidate:
    """A worker who could be offered a case, with what speaks for and against, in words."""

    worker: User
    load: Load
    limit: int
    knows_place: bool
    skills: frozenset[str]
    away_until: date | None
    reasons: Sequence[Words] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """At the caseload limit or over it, by weight."""
        return self.load.weight >= self.limit

    @property
    def is_away(self) -> bool:
        """Takes no new work today."""
        return self.away_until is not None

    @property
    def words(self) -> str:
        """The worker with what speaks for and against, on one line."""
        grave = [_("critical or high: %(n)s") % {"n": self.load.grave}] if self.load.grave else []
        told = [str(self.worker), load_words(self.load, self.limit), *grave, *map(str, self.reasons)]
        return " · ".join(told)

    @property
    def share(self) -> float:
        """How much of the limit is used."""
        return self.load.weight / self.limit if self.limit else self.load.weight + 1


def best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those here and with room before the others; then who has the skill, then who knows the place, then the
    least loaded by share of the limit and by grave cases. Advice only: a person chooses."""
    return sorted(
        candidates,
        key=lambda c: (
            c.is_away,
            c.is_full,
            -len(c.skills),
            not c.knows_place,
            c.share,
            c.load.grave,
            c.worker.pk,
        ),
    )


def skills_for(
    matter: str, concerns: Sequence[str], known: dict[str, dict[str, list[str]]]
) -> frozenset[str]:
    """The skills that a case asks for. `known` maps a skill to the matters and concerns it serves (attributes of
    the code list `staff.skill`)."""
    return frozenset(
        skill
        for skill, serves in known.items()
        if matter in serves.get("matters", []) or set(concerns) & set(serves.get("concerns", []))
    )
