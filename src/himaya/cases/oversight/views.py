"""The page of the figures of oversight."""

from django.http import HttpResponse
from django.shortcuts import render

from himaya.access.gate import StaffRequest, screen
from himaya.access.roles import FIGURES_READ
from himaya.cases.outcomes.rules import year_ends
from himaya.cases.oversight.forms import YearForm
from himaya.cases.oversight.queries import oversight
from himaya.kit import clock


@screen(FIGURES_READ, logs="oversight.viewed")
def case_oversight(request: StaffRequest) -> HttpResponse:
    """Supervision, audits and loads of a year, by unit."""
    form = YearForm(request.GET or {"year": str(clock.today().year)})
    year = form.asked()
    ends = year_ends(year)
    assert ends is not None
    context = {"form": form, "year": year, "found": oversight(*ends)}
    return render(request, "cases/oversight/page.html", context)
