"""The page of a case for all that is done by law, and the rights affected."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CASE_READ, CASE_WORK, OVERDUE_READ
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.views import case_of
from himaya.cases.rights.actions import note_rights
from himaya.cases.rights.forms import RightsForm
from himaya.cases.rights.page import rights_page
from himaya.cases.rights.queries import rights_counted, rights_on


@screen(CASE_READ, logs="case.viewed")
def case_rights(request: StaffRequest, public_id: str) -> HttpResponse:
    """Rights affected, removals, a missing child, proceedings, orders, complaints."""
    case = case_of(request, public_id)
    return render(request, "cases/rights/part.html", rights_page(request, case))


@screen(CASE_WORK, logs="case.viewed")
def rights_write(request: StaffRequest, public_id: str) -> HttpResponse:
    """Which rights are affected."""
    case = case_of(request, public_id)
    form = RightsForm(request.POST or None, initial={"rights": rights_on(case)})
    if form.is_valid() and attempt(form, note_rights, case=case, by=request.user, **form.cleaned_data):
        return redirect("cases:case-rights", case.public_id)
    lead = _("Not every right of the child: those that this case is about.")
    back = reverse("cases:case-rights", args=[case.public_id])
    return form_page(request, case, form, _("Rights affected"), lead=lead, back=back)


@screen(OVERDUE_READ, logs="rights.counted")
def rights_figures(request: StaffRequest) -> HttpResponse:
    """How many open cases touch each right."""
    return render(request, "cases/rights/figures.html", {"rows": rights_counted()})
