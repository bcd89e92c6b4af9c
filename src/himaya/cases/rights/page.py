"""What the page of all that is done by law shows."""

from typing import Any

from himaya.access.gate import StaffRequest
from himaya.access.roles import APPEAL_WRITE, EMERGENCY_WORK, OVERDUE_READ
from himaya.cases.appeals.page import row_of_appeal
from himaya.cases.appeals.queries import appeals_about
from himaya.cases.casefile.frame import frame
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import is_open
from himaya.cases.missing.page import row_of_missing
from himaya.cases.missing.queries import missing_on
from himaya.cases.proceedings.page import row_of_order, row_of_proceeding
from himaya.cases.proceedings.queries import orders_on, proceedings_on
from himaya.cases.removal.page import row_of
from himaya.cases.removal.queries import removals_on
from himaya.cases.rights.queries import rights_on


def rights_page(request: StaffRequest, case: Case) -> dict[str, Any]:
    """The part "Rights and law" of a case."""
    return frame(
        request,
        case,
        "rights",
        rights=rights_on(case),
        removals=[row_of(removal, case) for removal in removals_on(case)],
        missing=[row_of_missing(missing, case) for missing in missing_on(case)],
        proceedings=[row_of_proceeding(proceeding) for proceeding in proceedings_on(case)],
        orders=[row_of_order(order) for order in orders_on(case)],
        appeals=[row_of_appeal(appeal) for appeal in appeals_about(case, request.user)],
        may_complain=request.user.can(APPEAL_WRITE),
        may_count=request.user.can(OVERDUE_READ),
        may_act=is_open(case) and request.user.can(EMERGENCY_WORK),
    )
