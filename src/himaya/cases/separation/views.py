"""The part of a case that says what threatens the family, and how it ended."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.frame import form_page, frame
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.views import case_of
from himaya.cases.separation.actions import tell_outcome, tell_threat
from himaya.cases.separation.forms import OutcomeForm, ThreatForm
from himaya.cases.separation.models import SeparationRisk
from himaya.cases.separation.process import RiskOfSeparation
from himaya.cases.separation.rules import are_no_ground_alone, risk_of


def _of(request: StaffRequest, public_id: str) -> tuple[Case, SeparationRisk]:
    case = case_of(request, public_id)
    if case.kind != RiskOfSeparation.variant:
        raise Http404
    return case, risk_of(case) or SeparationRisk(case=case, version=0)


@screen(CASE_READ, logs="case.viewed")
def case_separation(request: StaffRequest, public_id: str) -> HttpResponse:
    """What threatens the family, what would help it, and where the child lives in the end."""
    case, told = _of(request, public_id)
    around = frame(request, case, "separation")
    alone = are_no_ground_alone(told.grounds)
    return render(request, "cases/separation/part.html", {**around, "told": told, "no_ground_alone": alone})


@screen(CASE_WORK, logs="case.viewed")
def separation_threat(request: StaffRequest, public_id: str) -> HttpResponse:
    """Write what threatens the family."""
    case, told = _of(request, public_id)
    names = list(ThreatForm.base_fields)
    form = ThreatForm(
        request.POST or None, version=told.version, initial={name: getattr(told, name) for name in names}
    )
    if form.is_valid() and attempt(
        form, tell_threat, case=case, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return redirect("cases:case-separation", case.public_id)
    lead = _("A child stays in the family wherever help can make that safe.")
    return form_page(request, case, form, _("What threatens the family"), lead=lead, submit=_("Save"))


@screen(CASE_WORK, logs="case.viewed")
def separation_outcome(request: StaffRequest, public_id: str) -> HttpResponse:
    """Say where the child lives."""
    case, told = _of(request, public_id)
    first = {"outcome": told.outcome, "outcome_on": told.outcome_on, "outcome_why": told.outcome_why}
    form = OutcomeForm(request.POST or None, version=told.version, initial=first)
    if form.is_valid() and attempt(
        form, tell_outcome, case=case, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return redirect("cases:case-separation", case.public_id)
    return form_page(request, case, form, _("Where the child lives"), submit=_("Save"))
