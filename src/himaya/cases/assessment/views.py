"""Pages of assessments."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_APPROVE, CASE_READ, CASE_WORK
from himaya.cases.assessment import actions
from himaya.cases.assessment.forms import ConfirmForm, DecideForm, RiskForm, SafetyPlanForm, StartForm
from himaya.cases.assessment.models import Assessment
from himaya.cases.assessment.page import (
    answers_page,
    assessment_page,
    decided,
    list_page,
    part_form,
    risk_page,
    safety_plan_of,
    safety_plan_page,
    surround,
)
from himaya.cases.assessment.queries import assessments, changed, people_without
from himaya.cases.casefile.models import Case
from himaya.instruments.sheet import typed


def _case(request: StaffRequest, public_id: str) -> Case:
    rows = Case.objects.visible_to(request.user).select_related("worker", "territory", "dossier__unit")
    found: Case = fetch(request, rows, public_id=public_id)
    return found


def _assessment(request: StaffRequest, public_id: str) -> Assessment:
    found: Assessment = fetch(request, assessments().visible_to(request.user), public_id=public_id)
    return found


@screen(CASE_READ, logs="assessment.list_viewed")
def case_assessments(request: StaffRequest, public_id: str) -> HttpResponse:
    """The assessments of a case, and its safety plan."""
    case = _case(request, public_id)
    return render(request, "cases/assessment/list.html", list_page(request, case))


@screen(CASE_WORK)
def assessment_start(request: StaffRequest, public_id: str) -> HttpResponse:
    """Begin an assessment: of whom?"""
    case = _case(request, public_id)
    form = StartForm(request.POST or None, children=people_without(case))
    if request.method == "POST" and form.is_valid():
        child = case.members.filter(public_id=form.cleaned_data.get("child", "")).first()
        begun = attempt(form, actions.start_assessment, case=case, child=child, by=request.user)
        if begun:
            return redirect(begun)
    more = {"form": form, "heading": _("Begin an assessment"), "submit": _("Begin")}
    return render(request, "cases/casefile/form.html", surround(case, **more))


@screen(CASE_READ, logs="assessment.viewed")
def assessment_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One assessment: its parts, its level of risk, what supervisors said."""
    assessment = _assessment(request, public_id)
    return render(request, "cases/assessment/detail.html", assessment_page(request, assessment))


@screen(CASE_READ, logs="assessment.answers_viewed")
def assessment_safety(request: StaffRequest, public_id: str) -> HttpResponse:
    """Safety now."""
    return _part(request, public_id, "safety")


@screen(CASE_READ, logs="assessment.answers_viewed")
def assessment_needs(request: StaffRequest, public_id: str) -> HttpResponse:
    """The domains."""
    return _part(request, public_id, "needs")


def _part(request: StaffRequest, public_id: str, part: str) -> HttpResponse:
    assessment = _assessment(request, public_id)
    form = part_form(request, assessment, part)
    if form is None:
        return render(request, "cases/assessment/answers.html", answers_page(request, assessment, part))
    given: dict[str, Any] = {
        "assessment": assessment,
        "part": part,
        "by": request.user,
        "expected": form.version,
    }
    if request.method == "POST" and "_save" in request.POST:
        form.errors  # noqa: B018 -- what is wrong so far is shown; it is kept all the same
        if attempt(form, actions.save_answers, typed=typed(form.response, request.POST), **given):
            messages.success(request, _("Saved. You can go on later, from any device."))
            return redirect(request.path)
    elif form.is_valid() and attempt(form, actions.finish_answers, answers=form.answers(), **given):
        return redirect(assessment)
    return render(request, "cases/assessment/part.html", answers_page(request, assessment, part, form))


@require_POST
@screen(CASE_WORK)
def assessment_correct(request: StaffRequest, public_id: str, part: str) -> HttpResponse:
    """Open a finished part again."""
    assessment = _assessment(request, public_id)
    actions.correct_answers(assessment=assessment, part=part, by=request.user)
    return redirect(f"cases:assessment-{part}", public_id)


@screen(CASE_WORK, logs="assessment.viewed")
def assessment_child(request: StaffRequest, public_id: str) -> HttpResponse:
    """Say whom the assessment is about."""
    assessment = _assessment(request, public_id)
    form = StartForm(request.POST or None, children=people_without(assessment.case))
    if request.method == "POST" and form.is_valid():
        child = assessment.case.members.filter(public_id=form.cleaned_data.get("child", "")).first()
        if child and attempt(form, actions.name_child, assessment=assessment, child=child, by=request.user):
            return redirect(assessment)
    more = {"form": form, "heading": _("Whom is the assessment about?"), "submit": _("Save")}
    return render(request, "cases/casefile/form.html", surround(assessment.case, **more))


@screen(CASE_WORK, logs="assessment.viewed")
def assessment_risk(request: StaffRequest, public_id: str) -> HttpResponse:
    """Decide the level of risk."""
    assessment = _assessment(request, public_id)
    form = RiskForm(
        request.POST or None, initial=decided(assessment), version=assessment.version, saved=decided
    )
    if form.is_valid():
        given = {"assessment": assessment, "by": request.user, "expected": form.version}
        if attempt(form, actions.decide_risk, **given, **form.cleaned_data):
            return redirect(assessment)
    return render(request, "cases/assessment/risk.html", risk_page(assessment, form))


@screen(CASE_WORK, logs="safety_plan.viewed")
def case_safety_plan(request: StaffRequest, public_id: str) -> HttpResponse:
    """Write the safety plan."""
    case = _case(request, public_id)
    plan = safety_plan_of(case)
    first = changed(plan) if plan else {}
    version = plan.version if plan else None
    form = SafetyPlanForm(request.POST or None, initial=first, version=version, saved=changed)
    if form.is_valid():
        given = {"case": case, "by": request.user, "expected": form.version}
        if attempt(form, actions.write_safety_plan, **given, **form.cleaned_data):
            messages.success(request, _("The safety plan is saved."))
            return redirect("cases:case-assessments", public_id)
    return render(request, "cases/casefile/form.html", safety_plan_page(case, form))


@screen(CASE_WORK, logs="assessment.viewed")
def assessment_submit(request: StaffRequest, public_id: str) -> HttpResponse:
    """Hand the assessment to the supervisor."""
    return _confirmed(
        request,
        public_id,
        actions.submit_assessment,
        _("Submit for approval"),
        _("The supervisor reads it next."),
    )


@screen(CASE_WORK, logs="assessment.viewed")
def assessment_stop(request: StaffRequest, public_id: str) -> HttpResponse:
    """End an assessment that leads nowhere."""
    return _confirmed(
        request,
        public_id,
        actions.stop_assessment,
        _("Stop without a result"),
        _("What was answered is kept."),
    )


def _confirmed(request: StaffRequest, public_id: str, action: Any, heading: str, lead: str) -> HttpResponse:
    assessment = _assessment(request, public_id)
    form = ConfirmForm(request.POST or None, version=assessment.version)
    given: dict[str, Any] = {"assessment": assessment, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, action, **given):
        return redirect(assessment)
    more = {"form": form, "heading": heading, "lead": lead, "submit": heading, "back": assessment}
    return render(request, "cases/assessment/confirm.html", surround(assessment.case, **more))


@screen(CASE_APPROVE, logs="assessment.viewed")
def assessment_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """Read it whole, then approve or return it."""
    assessment = _assessment(request, public_id)
    form = DecideForm(request.POST or None, version=assessment.version)
    if form.is_valid():
        given: dict[str, Any] = {"assessment": assessment, "by": request.user, "expected": form.version}
        data = form.cleaned_data
        if data["decision"] == "return":
            done = attempt(form, actions.return_assessment, comment=data["comment"], **given)
        else:
            more = {"comment": data["comment"], "override": data["override"]}
            done = attempt(form, actions.approve_assessment, **more, **given)
        if done:
            return redirect(assessment)
    context = assessment_page(request, assessment, form=form, whole=True)
    return render(request, "cases/assessment/decide.html", context)
