"""Pages of the hotline's figures."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, screen
from himaya.access.roles import HOTLINE_FIGURES
from himaya.hotline.figures.page import district_map, tables, trends, yearly_return
from himaya.hotline.figures.queries import figures, spikes
from himaya.hotline.figures.rules import period
from himaya.kit import clock
from himaya.kit.sheets import plain_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen(HOTLINE_FIGURES)
def figures_now(request: StaffRequest) -> HttpResponse:
    """This year."""
    return redirect("hotline:figures", f"{clock.today().year}")


@screen(HOTLINE_FIGURES, logs="hotline_figures.viewed")
def figures_of(request: StaffRequest, period_of: str) -> HttpResponse:
    """The figures of a year or a month, and what stands out in the last week."""
    ends = period(period_of)
    if ends is None:
        raise Http404(_("There is no such time."))
    found, today = figures(*ends), clock.today()
    months = [f"{ends[0].year}-{month:02d}" for month in range(1, 13)]
    context = {
        "period": period_of,
        "year": ends[0].year,
        "years": [today.year, today.year - 1],
        "months": [(one, one == period_of) for one in months],
        "rates": found.rates,
        "drawings": [one for one in (district_map(found), trends(found)) if one],
        "tables": tables(found),
        "spikes": spikes(today),
    }
    return render(request, "hotline/figures/page.html", context)


@screen(HOTLINE_FIGURES, logs="hotline_figures.taken")
def figures_return(request: StaffRequest, year: int) -> HttpResponse:
    """The yearly return as a workbook."""
    ends = period(str(year))
    if ends is None:
        raise Http404(_("There is no such time."))
    response = HttpResponse(plain_workbook(yearly_return(figures(*ends), year)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="helpline-{year}.xlsx"'
    return response
