"""What the pages of assessments show."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest
from himaya.access.roles import CASE_WORK
from himaya.cases.assessment.forms import SafetyPlanForm
from himaya.cases.assessment.models import Assessment, SafetyPlan
from himaya.cases.assessment.process import AssessmentWork
from himaya.cases.assessment.queries import assessments, face_of, sections_of
from himaya.cases.assessment.rules import advice
from himaya.cases.casefile.frame import chips_of, frame, risk_chip
from himaya.cases.casefile.models import Case
from himaya.instruments.models import Response
from himaya.instruments.queries import answered
from himaya.instruments.sheet import ResponseForm
from himaya.kit.shapes import Crumb
from himaya.workflow.queries import due, next_actions, status_bar, typed_before


def surround(case: Case, **more: Any) -> dict[str, Any]:
    """What stands around a page of one step of a case."""
    crumbs = [Crumb(case.reference, case.get_absolute_url()), Crumb(_("Assessment"), _list_url(case))]
    return {"case": case, "crumbs": crumbs, "case_chips": chips_of(case), **more}


def _list_url(case: Case) -> str:
    return reverse("cases:case-assessments", args=[case.public_id])


def safety_plan_of(case: Case) -> SafetyPlan | None:
    """The case's safety plan, if one was written."""
    return SafetyPlan.objects.filter(case=case).select_related("written_by").first()


def list_page(request: StaffRequest, case: Case) -> dict[str, Any]:
    """The part "Assessment" of a case."""
    rows = list(assessments().filter(case=case).order_by("-started_at"))
    names = {a.pk: _name(a) for a in rows}
    plan = safety_plan_of(case)
    return frame(
        request,
        case,
        "assessment",
        assessments=[
            (a, names[a.pk], AssessmentWork.state_of(a), risk_chip(a.risk) if a.risk else None) for a in rows
        ],
        safety_plan=plan,
        safety_plan_parts=plan_parts(plan) if plan else [],
    )


def _name(assessment: Assessment) -> str:
    face = face_of(assessment.case, assessment.child)
    return face.name if face else _("Nobody registered yet")


def plan_parts(plan: SafetyPlan) -> list[tuple[str, str]]:
    """The safety plan as read: (what, text)."""
    fields = SafetyPlanForm.base_fields
    return [(str(fields[p].label), getattr(plan, p)) for p in SafetyPlan.PARTS if getattr(plan, p)]


def assessment_page(
    request: StaffRequest, assessment: Assessment, *, form: Any = None, whole: bool = False
) -> dict[str, Any]:
    """One assessment. `whole` shows the answers too, for whoever decides on it."""
    user = request.user
    clocks = AssessmentWork.clocks_of(assessment)
    plan = safety_plan_of(assessment.case)
    return surround(
        assessment.case,
        assessment=assessment,
        name=_name(assessment),
        bar=status_bar(AssessmentWork, assessment, AssessmentWork.steps_of(assessment)),
        actions=next_actions(AssessmentWork, assessment, user, clocks),
        dues=[due(c) for c in clocks],
        sections=sections_of(assessment, plan, user),
        advice=advice(assessment),
        risk_chip=risk_chip(assessment.risk) if assessment.risk else None,
        readings=list(assessment.readings.select_related("by").order_by("-at")),
        safety_plan_parts=plan_parts(plan) if plan else [],
        answers=[(r.questionnaire.instrument, answered(r)) for r in (assessment.safety, assessment.needs)]
        if whole
        else [],
        form=form,
    )


def part_form(request: StaffRequest, assessment: Assessment, part: str) -> ResponseForm | None:
    """The form of a part; None where it is only read: finished, submitted, or not this person's work."""
    response: Response = getattr(assessment, part)
    user = request.user
    if response.is_submitted or assessment.status != AssessmentWork.draft.name or not user.can(CASE_WORK):
        return None
    submitting = request.method == "POST" and "_save" not in request.POST
    draft = typed_before(user, draft_key(response)) if request.method == "GET" else {}
    return ResponseForm(response, request.POST or None, submitting=submitting, draft=draft)


def draft_key(response: Response) -> str:
    """Where the half-typed answers of one person are kept."""
    return f"response-{response.public_id}"


def answers_page(
    request: StaffRequest, assessment: Assessment, part: str, form: ResponseForm | None = None
) -> dict[str, Any]:
    """A part of an assessment, to be answered or to be read."""
    response: Response = getattr(assessment, part)
    user = request.user
    correct = assessment.status == AssessmentWork.draft.name and user.can(CASE_WORK)
    return surround(
        assessment.case,
        assessment=assessment,
        part=part,
        heading=str(response.questionnaire.instrument),
        lead=_name(assessment),
        response=response,
        form=form,
        draft=reverse("workflow:draft-keep", args=[draft_key(response)]),
        sections=[] if form else answered(response),
        may_correct=correct and response.is_submitted,
    )


def decided(assessment: Assessment) -> dict[str, Any]:
    """The level as it was decided so far, for its form."""
    return {"level": assessment.risk or None, "why": assessment.risk_why}


def risk_page(assessment: Assessment, form: Any) -> dict[str, Any]:
    """The decision on the level of risk, with what is advised and why."""
    more = {
        "heading": _("Risk level"),
        "lead": _("The score advises. You decide, and say why."),
        "submit": _("Decide"),
    }
    return surround(assessment.case, assessment=assessment, form=form, advice=advice(assessment), **more)


def safety_plan_page(case: Case, form: Any) -> dict[str, Any]:
    """The safety plan to be written."""
    lead = _(
        "Write it with them and their family, in their words. It is theirs: leave them a copy if that is safe."
    )
    return surround(case, form=form, heading=_("Safety plan"), lead=lead, submit=_("Save"))
