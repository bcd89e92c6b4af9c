"""The list of cases."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, noted, screen
from himaya.access.roles import CASE_READ
from himaya.cases.casefile.frame import TONES
from himaya.cases.worklist.forms import FilterForm
from himaya.cases.worklist.queries import page_of_cases
from himaya.kit.shapes import Column
from himaya.workforce.queries import names_under


@screen(CASE_READ, logs="cases.listed")
def case_list(request: StaffRequest) -> HttpResponse:
    """Cases I may see, what is due first on top."""
    form = FilterForm(request.GET, workers=names_under(request.user))
    wanted = form.wanted()
    page = page_of_cases(request.user, wanted=wanted, after=request.GET.get("after", ""))
    noted(request, *(row.case for row in page.rows))
    columns = [
        Column(_("About whom")),
        Column(_("Risk")),
        Column(_("State")),
        Column(_("Worker")),
        Column(_("Nearest deadline")),
    ]
    filtered = any(value for value in wanted.values()) or "worker_id" in wanted
    return render(
        request,
        "cases/worklist/list.html",
        {"form": form, "page": page, "columns": columns, "tones": TONES, "filtered": filtered},
    )
