"""What was already considered of a child, as the first proposal for the next decision."""

from himaya.cases.assessment.queries import approved_for
from himaya.cases.casefile.models import Case
from himaya.instruments.queries import said_for


def stated_before(case: Case, member_id: int | None = None) -> str:
    """The statement of best interests of the latest approved assessment; empty where there is none."""
    found = approved_for(case, member_id)
    return said_for(found.needs, "best_interests").strip() if found else ""
