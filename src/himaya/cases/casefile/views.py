"""Pages of cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from himaya.access.gate import fetch, screen
from himaya.access.roles import CASE_READ
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork


@screen(CASE_READ, logs="case.viewed")
def case_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """The case in the one shape of a record."""
    case = fetch(request, Case.objects.visible_to(request.user), public_id=public_id)
    return render(request, "cases/casefile/detail.html", {"case": case, "clocks": CaseWork.clocks_of(case)})
