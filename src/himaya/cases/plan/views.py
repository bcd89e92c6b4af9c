"""Pages of plans."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_APPROVE, CASE_READ, CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.plan import actions, forms
from himaya.cases.plan.models import Goal, Plan, PlanAction
from himaya.cases.plan.page import around_case, list_page, plan_page, surround, values_of
from himaya.cases.plan.queries import plans
from himaya.workflow.actions import wrong_password
from himaya.workflow.queries import typed_before


def case_of(request: StaffRequest, public_id: str) -> Case:
    """The case, or 404."""
    rows = Case.objects.visible_to(request.user).select_related("worker", "territory", "dossier__unit")
    found: Case = fetch(request, rows, public_id=public_id)
    return found


def plan_of(request: StaffRequest, public_id: str) -> Plan:
    """The plan, or 404."""
    found: Plan = fetch(request, plans().visible_to(request.user), public_id=public_id)
    return found


@screen(CASE_READ, logs="plan.list_viewed")
def case_plans(request: StaffRequest, public_id: str) -> HttpResponse:
    """The plan of a case."""
    return render(request, "cases/plan/list.html", list_page(request, case_of(request, public_id)))


@screen(CASE_WORK, logs="plan.list_viewed")
def plan_start(request: StaffRequest, public_id: str) -> HttpResponse:
    """Begin a plan, or its next version."""
    case = case_of(request, public_id)
    draft = f"plan-new-{case.public_id}"
    form = forms.PlanForm(request.POST or None, initial=typed_before(request.user, draft))
    if form.is_valid():
        begun = attempt(form, actions.start_plan, case=case, by=request.user, **form.cleaned_data)
        if begun:
            return redirect(begun)
    more = {"form": form, "heading": _("Begin a plan"), "submit": _("Begin"), "draft_key": draft}
    return render(request, "cases/plan/form.html", around_case(case, **more))


@screen(CASE_READ, logs="plan.viewed")
def plan_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One version: goals, actions, signatures, copies."""
    plan = plan_of(request, public_id)
    return render(request, "cases/plan/detail.html", plan_page(request, plan))


@screen(CASE_WORK, logs="plan.viewed")
def plan_write(request: StaffRequest, public_id: str) -> HttpResponse:
    """Change what the plan is for."""
    plan = plan_of(request, public_id)
    first = values_of(plan, forms.PlanForm)
    form = forms.PlanForm(request.POST or None, initial=first, version=plan.version)
    given: dict[str, Any] = {"plan": plan, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.write_plan, **given, **form.cleaned_data):
        return redirect(plan)
    more = {
        "form": form,
        "heading": _("What the plan is for"),
        "submit": _("Save"),
    }
    return render(request, "cases/plan/form.html", surround(plan, **more))


@screen(CASE_WORK, logs="plan.viewed")
def goal_write(request: StaffRequest, public_id: str, goal_id: str = "") -> HttpResponse:
    """Add or change a goal."""
    plan = plan_of(request, public_id)
    goal = (
        fetch(request, Goal.objects.visible_to(request.user), public_id=goal_id, plan=plan)
        if goal_id
        else None
    )
    first = values_of(goal, forms.GoalForm)
    form = forms.GoalForm(request.POST or None, initial=first, version=goal.version if goal else None)
    given: dict[str, Any] = {"plan": plan, "goal": goal, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.write_goal, **given, **form.cleaned_data):
        return redirect(plan)
    more = {"form": form, "heading": _("Goal"), "submit": _("Save")}
    return render(request, "cases/plan/form.html", surround(plan, **more))


@screen(CASE_WORK, logs="plan.viewed")
def action_write(request: StaffRequest, goal_id: str, action_id: str = "") -> HttpResponse:
    """Add an action to a goal, or change one."""
    goal = fetch(
        request, Goal.objects.visible_to(request.user).select_related("plan__case"), public_id=goal_id
    )
    rows = PlanAction.objects.visible_to(request.user)
    row = fetch(request, rows, public_id=action_id, goal=goal) if action_id else None
    first = values_of(row, forms.ActionForm)
    version, territory = row.version if row else None, goal.plan.case.territory
    form = forms.ActionForm(request.POST or None, initial=first, version=version, territory=territory)
    given: dict[str, Any] = {"goal": goal, "row": row, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.write_action, **given, **form.cleaned_data):
        return redirect(goal.plan)
    more = {"form": form, "heading": _("Action"), "lead": goal.text, "submit": _("Save")}
    context = surround(goal.plan, **more)
    return render(request, "cases/plan/form.html", context)


@require_POST
@screen(CASE_WORK)
def goal_remove(request: StaffRequest, goal_id: str) -> HttpResponse:
    """Take a goal out of the draft."""
    goal = fetch(request, Goal.objects.visible_to(request.user).select_related("plan"), public_id=goal_id)
    actions.remove_row(row=goal, by=request.user)
    return redirect(goal.plan)


@require_POST
@screen(CASE_WORK)
def action_remove(request: StaffRequest, action_id: str) -> HttpResponse:
    """Take an action out of the draft."""
    rows = PlanAction.objects.visible_to(request.user).select_related("goal__plan")
    row = fetch(request, rows, public_id=action_id)
    actions.remove_row(row=row, by=request.user)
    return redirect(row.goal.plan)


@screen(CASE_WORK, logs="plan.viewed")
def action_progress(request: StaffRequest, action_id: str) -> HttpResponse:
    """How far an action has come."""
    rows = PlanAction.objects.visible_to(request.user).select_related("goal__plan__case", "service")
    row = fetch(request, rows, public_id=action_id)
    first = {"state": row.state, "done_on": row.done_on, "result": row.result}
    form = forms.ProgressForm(request.POST or None, initial=first, version=row.version)
    given: dict[str, Any] = {"row": row, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.record_progress, **given, **form.cleaned_data):
        return redirect(row.goal.plan)
    more = {"form": form, "heading": _("Progress"), "lead": row.text, "submit": _("Save")}
    return render(request, "cases/plan/form.html", surround(row.goal.plan, **more))


@screen(CASE_WORK, logs="plan.viewed")
def plan_submit(request: StaffRequest, public_id: str) -> HttpResponse:
    """Hand the plan to the supervisor."""
    return _confirmed(
        request, public_id, actions.submit_plan, _("Submit for approval"), _("The supervisor reads it next.")
    )


@screen(CASE_WORK, logs="plan.viewed")
def plan_drop(request: StaffRequest, public_id: str) -> HttpResponse:
    """Let a draft go."""
    return _confirmed(
        request, public_id, actions.drop_plan, _("Drop the draft"), _("The plan in force, if any, stays so.")
    )


def _confirmed(request: StaffRequest, public_id: str, action: Any, heading: str, lead: str) -> HttpResponse:
    plan = plan_of(request, public_id)
    form = forms.ConfirmForm(request.POST or None, version=plan.version)
    given: dict[str, Any] = {"plan": plan, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, action, **given):
        return redirect(plan)
    more = {"form": form, "heading": heading, "lead": lead, "submit": heading}
    return render(request, "cases/plan/form.html", surround(plan, **more))


@screen(CASE_APPROVE, logs="plan.viewed")
def plan_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """Read the plan, then approve and sign, or return it."""
    plan = plan_of(request, public_id)
    form = forms.DecideForm(request.POST or None, version=plan.version)
    if form.is_valid():
        given: dict[str, Any] = {"plan": plan, "by": request.user, "expected": form.version}
        data = dict(form.cleaned_data)
        if data.pop("decision") == "return":
            done = attempt(form, actions.return_plan, comment=data["comment"], **given)
        else:
            done = attempt(form, actions.approve_plan, **given, **data)
        if done:
            return redirect(plan)
        if form.has_error("password"):
            wrong_password(by=request.user)
    return render(request, "cases/plan/decide.html", plan_page(request, plan, form=form))


@screen(CASE_WORK, logs="plan.viewed")
def plan_sign(request: StaffRequest, public_id: str) -> HttpResponse:
    """Sign as the worker."""
    plan = plan_of(request, public_id)
    form = forms.SignForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.sign_plan, plan=plan, by=request.user, **form.cleaned_data):
        messages.success(request, _("Signed."))
        return redirect(plan)
    if form.has_error("password"):
        wrong_password(by=request.user)
    return render(request, "cases/plan/sign.html", plan_page(request, plan, form=form))


@screen(CASE_WORK, logs="plan.viewed")
def plan_agree(request: StaffRequest, public_id: str) -> HttpResponse:
    """Record who of the family agrees, or why the plan goes ahead without."""
    plan = plan_of(request, public_id)
    without = "ground" in request.POST
    first = {"ground": plan.agreement_ground, "note": plan.agreement_note}
    family = forms.FamilyForm(None if without else request.POST or None)
    ground = forms.WithoutForm(request.POST if without else None, initial=first, version=plan.version)
    if family.is_valid() and attempt(
        family, actions.record_family, plan=plan, by=request.user, **family.cleaned_data
    ):
        return redirect(plan)
    given: dict[str, Any] = {"plan": plan, "by": request.user, "expected": ground.version}
    if ground.is_valid() and attempt(ground, actions.go_ahead_without, **given, **ground.cleaned_data):
        return redirect(plan)
    return render(request, "cases/plan/agree.html", plan_page(request, plan, family=family, ground=ground))
