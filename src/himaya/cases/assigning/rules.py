"""Who could take a case, and how well it fits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.kit.shapes import Words


@dataclass(frozen=True, slots=True)
class Candidate:
    """A worker who could be offered a case, with what speaks for and against, in words."""

    worker: User
    load: int
    limit: int
    grave: int
    knows_place: bool
    skills: frozenset[str]
    away_until: date | None
    reasons: Sequence[Words] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """At the caseload limit or over it."""
        return self.load >= self.limit

    @property
    def is_away(self) -> bool:
        """Takes no new work today."""
        return self.away_until is not None

    @property
    def words(self) -> str:
        """The worker with what speaks for and against, on one line."""
        load = _("%(load)s of %(limit)s open cases") % {"load": self.load, "limit": self.limit}
        grave = [_("critical or high: %(n)s") % {"n": self.grave}] if self.grave else []
        return " · ".join([str(self.worker), load, *grave, *map(str, self.reasons)])

    @property
    def share(self) -> float:
        """How much of the limit is used."""
        return self.load / self.limit if self.limit else float(self.load + 1)


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
            c.grave,
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
