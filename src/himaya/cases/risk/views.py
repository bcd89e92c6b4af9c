"""Pages of risk."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_APPROVE, CASE_READ
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.views import case_of
from himaya.cases.risk.actions import approve_lowering, change_risk, refuse_lowering
from himaya.cases.risk.forms import DecisionForm, RiskForm
from himaya.cases.risk.models import RiskChange


@screen(CASE_READ, logs="case.viewed")
def case_risk(request: StaffRequest, public_id: str) -> HttpResponse:
    """Change the level of risk, or ask for a lower one."""
    case = case_of(request, public_id)
    form = RiskForm(request.POST or None, version=case.version, saved=lambda now: {"level": now.risk})
    if form.is_valid() and attempt(
        form, change_risk, case=case, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return redirect(case)
    lead = _("Raising is free. Lowering from critical or high waits for a supervisor; until then it holds.")
    return form_page(request, case, form, _("Change the level of risk"), lead=lead)


@screen(CASE_APPROVE, logs="case.viewed")
def risk_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """Agree to a lower level, or refuse it."""
    rows = RiskChange.objects.visible_to(request.user).select_related("case__dossier__unit", "asked_by")
    change = fetch(request, rows, public_id=public_id)
    form = DecisionForm(request.POST or None)
    decide = refuse_lowering if request.POST.get("decision") == "refuse" else approve_lowering
    if form.is_valid() and attempt(form, decide, change=change, by=request.user, **form.cleaned_data):
        return redirect(change.case)
    return form_page(
        request,
        change.case,
        form,
        _("A lower level of risk is asked for"),
        template="cases/risk/decide.html",
        change=change,
    )
