"""The page of the figures of case work."""

from django.http import HttpResponse
from django.shortcuts import render

from himaya.access.gate import StaffRequest, screen
from himaya.access.roles import FIGURES_READ
from himaya.cases.outcomes.forms import BY, PeriodForm
from himaya.cases.outcomes.queries import changes, outcomes
from himaya.cases.outcomes.rules import year_ends
from himaya.kit import clock


@screen(FIGURES_READ, logs="outcomes.viewed")
def case_outcomes(request: StaffRequest) -> HttpResponse:
    """What case work led to in a year, by kind and place."""
    form = PeriodForm(request.GET or {"year": str(clock.today().year)})
    asked = form.asked()
    ends = year_ends(asked["year"]) or year_ends(clock.today().year)
    assert ends is not None
    narrowed = {"kind": asked["kind"], "place": asked["place"]}
    context = {
        "form": form,
        "year": asked["year"],
        "found": outcomes(*ends, **narrowed),
        "by": dict(BY).get(asked["by"]),
        "changes": changes(*ends, by=asked["by"], **narrowed) if asked["by"] else [],
    }
    return render(request, "cases/outcomes/page.html", context)
