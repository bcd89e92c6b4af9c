"""Territory with its settlements, and the working days: looked at, taken in from files, given out as files."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, screen
from himaya.access.roles import SETTINGS_MANAGE
from himaya.desk.settings import tables
from himaya.desk.settings.actions import take_file
from himaya.desk.settings.forms import FileForm
from himaya.desk.settings.frame import framed
from himaya.desk.settings.queries import days_of, regions, settlements_of
from himaya.kit import clock
from himaya.kit.shapes import Crumb
from himaya.kit.tables import FileRefused
from himaya.reference.models import Territory


@screen(SETTINGS_MANAGE)
def places(request: HttpRequest) -> HttpResponse:
    """The country by region and unit."""
    return render(request, "desk/settings/places.html", framed("places", regions=regions()))


@screen(SETTINGS_MANAGE)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """One unit and its settlements."""
    found = get_object_or_404(Territory, code=code)
    crumb = Crumb(found.name, reverse("desk:place", args=[code]))
    context = framed("places", crumb, territory=found, settlements=settlements_of(found))
    return render(request, "desk/settings/place.html", context)


@screen(SETTINGS_MANAGE)
def calendar(request: HttpRequest) -> HttpResponse:
    """The days off of a year, those moved among them."""
    asked = request.GET.get("year", "")
    this = clock.today().year
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= this + 10 else this
    context = framed("calendar", year=year, years=range(this - 2, this + 3), days=days_of(year))
    return render(request, "desk/settings/calendar.html", context)


@screen(SETTINGS_MANAGE)
def settlements_import(request: HttpRequest) -> HttpResponse:
    """Takes a gazetteer in."""
    return _import(request, "settlements", "places", _("Take in settlements"), tables.SETTLEMENTS)


@screen(SETTINGS_MANAGE)
def working_days_import(request: HttpRequest) -> HttpResponse:
    """Takes in the days the Cabinet moved."""
    return _import(request, "working_days", "calendar", _("Take in moved days"), tables.WORKING_DAYS)


def _import(request: HttpRequest, what: str, part: str, heading: str, columns: Any) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    faults: tuple[Any, ...] = ()
    if form.is_valid():
        try:
            taken = attempt(form, _taken, what=what, source=form.cleaned_data["file"], by=request.user)
        except _Faulty as faulty:
            faults, taken = faulty.refusal.faults, None
        if taken is not None:
            messages.success(request, _("Taken in: %(number)s rows.") % {"number": taken})
            return redirect(f"desk:{part}")
    given = {"form": form, "faults": faults, "columns": columns, "what": what}
    return render(request, "desk/settings/import.html", framed(part, Crumb(heading), **given))


class _Faulty(Exception):
    """Carries a file's faults past `attempt`, which would shorten them to a sentence."""

    def __init__(self, refusal: FileRefused) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


def _taken(**given: Any) -> int:
    try:
        return take_file(**given)
    except FileRefused as refusal:
        raise _Faulty(refusal) from refusal


FILES: dict[str, Callable[[], str]] = {
    "settlements": tables.settlements_file,
    "working_days": tables.working_days_file,
}


@screen(SETTINGS_MANAGE)
def table_file(request: HttpRequest, what: str) -> HttpResponse:
    """What is there now, as a file that can be changed and taken in again."""
    response = HttpResponse(FILES[what](), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{what}.csv"'
    return response
