"""Pages of assigning."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CASE_ASSIGN, CASE_WORK
from himaya.cases.assigning.actions import accept_case, decline_case, offer_case
from himaya.cases.assigning.forms import DeclineForm, OfferForm
from himaya.cases.assigning.queries import candidates_for
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.views import case_of
from himaya.kit.forms import Form


@screen(CASE_ASSIGN, logs="case.viewed")
def case_assign(request: StaffRequest, public_id: str) -> HttpResponse:
    """Offer the case to a worker, the best fitting first."""
    case = case_of(request, public_id)
    candidates = candidates_for(case)
    form = OfferForm(request.POST or None, candidates=candidates, version=case.version)
    if form.is_valid() and attempt(
        form, offer_case, case=case, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return redirect(case)
    return form_page(
        request,
        case,
        form,
        _("Offer the case to a worker"),
        lead=_("The best fitting first. You decide."),
        template="cases/assigning/assign.html",
        candidates=candidates,
    )


@screen(CASE_WORK, logs="case.viewed")
def case_answer(request: StaffRequest, public_id: str) -> HttpResponse:
    """Accept a case that was offered to me, or decline it with a reason."""
    case = case_of(request, public_id)
    declining = request.POST.get("answer") == "decline"
    form = DeclineForm(request.POST if declining else None, version=case.version)
    accepting = Form(request.POST if request.POST.get("answer") == "accept" else None, version=case.version)
    given: dict[str, Any] = {
        "case": case,
        "by": request.user,
        "expected": (form if declining else accepting).version,
    }
    if accepting.is_valid() and attempt(accepting, accept_case, **given):
        return redirect(case)
    if form.is_valid() and attempt(form, decline_case, **given, **form.cleaned_data):
        return redirect("cases:case-list")
    return form_page(
        request,
        case,
        form,
        _("Do you take this case?"),
        template="cases/assigning/answer.html",
        accepting=accepting,
    )
