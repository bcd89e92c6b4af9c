"""What stands against a closure."""

from typing import Any

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork


def obstacles(case: Case, by: User) -> list[Any]:
    """The reasons, in words, why this person could close the case only with a reason of their own."""
    verdicts = [guard(case, {"by": by.pk}) for guard in CaseWork.close.needs]
    return [verdict.reason for verdict in verdicts if not verdict]
