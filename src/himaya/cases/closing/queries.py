"""What stands against a closure, and where else the work could go on."""

from typing import Any

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import known_elsewhere


def obstacles(case: Case, by: User) -> list[Any]:
    """The reasons, in words, why this person could close the case only with a reason of their own."""
    verdicts = [guard(case, {"by": by.pk}) for guard in CaseWork.close.needs]
    return [verdict.reason for verdict in verdicts if not verdict]


def joinable(case: Case) -> list[tuple[Case, str]]:
    """Other cases of the same children, with the number and state of each in words."""
    found = known_elsewhere(case)
    return [(c, f"№ {c.reference}: {CaseWork.state_of(c).label}") for c in found if c.status != "merged"]
