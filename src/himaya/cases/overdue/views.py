"""What is late."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, screen
from himaya.access.roles import OVERDUE_READ
from himaya.cases.casefile.forms import GroupForm
from himaya.cases.overdue.queries import chosen_by, hands, late_clocks, sums
from himaya.kit.shapes import Column


@screen(OVERDUE_READ, logs="overdue.viewed")
def overdue(request: StaffRequest) -> HttpResponse:
    """Late deadlines by worker and unit, what has climbed, and caseload against the limit."""
    chosen, unit = chosen_by(request.GET)
    form = GroupForm(request.GET)
    lines, following = late_clocks(
        request.user, worker=chosen, unit=unit, group=form.chosen, after=request.GET.get("after", "")
    )
    by_unit = sums()
    return render(
        request,
        "cases/overdue/overdue.html",
        {
            "form": form,
            "lines": lines,
            "columns": [Column(_("What")), Column(_("Of whom")), Column(_("Late by")), Column(_("Who"))],
            "following": following,
            "sums": by_unit,
            "total": sum(s.late for s in by_unit),
            "unheld": sum(s.unheld for s in by_unit),
            "climbed": sum(s.climbed for s in by_unit),
            "hands": hands(request.user),
            "chosen": chosen,
            "unit": unit,
        },
    )
