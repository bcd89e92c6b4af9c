"""What the pages of plans show."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.frame import chips_of, frame
from himaya.cases.casefile.models import Case
from himaya.cases.plan.bands import bands_of, by_strand
from himaya.cases.plan.models import Plan, PlanAction
from himaya.cases.plan.process import PlanWork
from himaya.cases.plan.queries import copies_of, lines_of, plans, signed
from himaya.kit.shapes import Crumb
from himaya.workflow.queries import due, next_actions, status_bar


def surround(plan: Plan, **more: Any) -> dict[str, Any]:
    """What stands around a page of one step of a plan."""
    case = plan.case
    crumbs = [
        Crumb(case.reference, case.get_absolute_url()),
        Crumb(_("Plan %(number)s") % {"number": plan.number}, plan.get_absolute_url()),
    ]
    return {"case": case, "plan": plan, "crumbs": crumbs, "case_chips": chips_of(case), **more}


def around_case(case: Case, **more: Any) -> dict[str, Any]:
    """What stands around a page before there is a plan."""
    crumbs = [Crumb(case.reference, case.get_absolute_url()), Crumb(_("Plan"), _list_url(case))]
    return {"case": case, "crumbs": crumbs, "case_chips": chips_of(case), **more}


def _list_url(case: Case) -> str:
    return reverse("cases:case-plans", args=[case.public_id])


def list_page(request: StaffRequest, case: Case) -> dict[str, Any]:
    """The part "Plan" of a case: the plan in force, and the versions."""
    rows = list(plans().filter(case=case).order_by("-number"))
    current = next((p for p in rows if p.status == PlanWork.approved.name), None)
    lines = lines_of(current) if current else []
    writing = any(p.status in {"draft", "submitted"} for p in rows)
    return frame(
        request,
        case,
        "plan",
        in_force=current,
        lines=lines,
        bands=bands_of(current, lines) if current else None,
        strands=by_strand(lines),
        versions=[(p, PlanWork.state_of(p)) for p in rows],
        may_begin=not writing,
    )


def plan_page(request: StaffRequest, plan: Plan, **more: Any) -> dict[str, Any]:
    """One version of the plan."""
    user = request.user
    works = user.can(CASE_WORK)  # who only reads is offered nothing to press
    clocks = PlanWork.clocks_of(plan)
    lines = lines_of(plan)
    return surround(
        plan,
        bar=status_bar(PlanWork, plan, PlanWork.steps_of(plan)),
        actions=next_actions(PlanWork, plan, user, clocks),
        dues=[due(c) for c in clocks],
        lines=lines,
        bands=bands_of(plan, lines),
        strands=by_strand(lines),
        signatures=signed(plan),
        readings=list(plan.readings.select_related("by").order_by("-at")),
        copies=copies_of(plan),
        is_draft=works and plan.status == PlanWork.draft.name,
        is_making=works and plan.status in {"draft", "submitted"},
        is_current=works and plan.status == PlanWork.approved.name,
        **more,
    )


def values_of(row: Any, form: Any) -> dict[str, Any]:
    """A row's present values, for its form."""
    return {name: getattr(row, name) for name in form.base_fields} if row is not None else {}


def choices_of(rows: list[PlanAction]) -> list[tuple[str, str]]:
    """Actions to choose from."""
    return [(a.public_id, a.text[:120]) for a in rows]
