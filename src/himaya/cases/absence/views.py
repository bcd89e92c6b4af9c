"""Pages of school-absence lists. Whoever may send in lists of people may send in these: matching them tells who is in the
register, which a school may not learn; so the school gives its list to the registrar or supervisor of the district."""

import tempfile

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from himaya.access.gate import StaffRequest, attempt, noted, screen
from himaya.access.roles import IMPORT_PREPARE
from himaya.cases.absence import actions
from himaya.cases.absence.forms import BackForm, ChooseForm, SendForm
from himaya.cases.absence.page import (
    facts_of,
    list_called,
    list_lines,
    next_asking,
    row_called,
    row_lines,
    stats_of,
    surround,
)
from himaya.cases.absence.queries import lists, rows_of, schools, who_it_may_be
from himaya.registry.queries import known_as, saved_list, units_of

PAGE = 50


@screen(IMPORT_PREPARE, logs="absences.listed")
def absences(request: StaffRequest) -> HttpResponse:
    """The lists sent in so far, and sending in another."""
    form = SendForm(request.POST or None, request.FILES or None, units=units_of(request.user))
    if form.is_valid():
        with tempfile.TemporaryDirectory(prefix="himaya-") as folder:
            said = dict(form.cleaned_data)
            file = said.pop("file")
            path = saved_list(file, folder)
            listed = attempt(
                form, actions.send_absences, name=str(file.name), path=path, by=request.user, **said
            )
        if listed:
            return redirect(listed)
    page = Paginator(lists().visible_to(request.user), PAGE).get_page(request.GET.get("page"))
    noted(request, *page)
    around = {"form": form, "page": page, "lines": list_lines(list(page)), "schools": schools(request.user)}
    return render(request, "cases/absence/lists.html", around)


@require_GET
@screen(IMPORT_PREPARE, logs="absence.viewed")
def absence_list(request: StaffRequest, public_id: str) -> HttpResponse:
    """A list row by row: whose row is known, which asks, what is to be put right."""
    listed = list_called(request, public_id)
    chosen = request.GET.get("state", "")
    page = Paginator(rows_of(listed, chosen), PAGE).get_page(request.GET.get("page"))
    around = surround(listed, page=page, lines=row_lines(listed, list(page)), stats=stats_of(listed, chosen))
    return render(request, "cases/absence/list.html", around)


@screen(IMPORT_PREPARE, logs="absence.row_viewed")
def absence_row(request: StaffRequest, public_id: str, place: int) -> HttpResponse:
    """A row that asks: which of those who came into question it is, or none."""
    listed = list_called(request, public_id)
    row = row_called(request, listed, place)
    people = who_it_may_be(row, request.user)
    offered = [(match.public_id, known_as(match)) for match in people]
    form = ChooseForm(request.POST or None, people=offered, version=row.version)
    if form.is_valid() and attempt(
        form, actions.choose_child, row=row, person=form.chosen(), by=request.user, expected=form.version
    ):
        following = next_asking(listed)
        return redirect("cases:absence-row", public_id, following) if following else redirect(listed)
    around = surround(listed, row=row, facts=facts_of(row), matches=people, form=form)
    around["decides"] = around["kept"] and row.verdict == row.LIKELY
    return render(request, "cases/absence/row.html", around)


@screen(IMPORT_PREPARE, logs="absence.viewed")
def absence_back(request: StaffRequest, public_id: str) -> HttpResponse:
    """Asks once more, then takes the list back."""
    listed = list_called(request, public_id)
    form = BackForm(request.POST if request.method == "POST" else None, version=listed.version)
    if form.is_valid() and attempt(
        form, actions.take_back, listed=listed, by=request.user, expected=form.version
    ):
        return redirect(listed)
    return render(request, "cases/absence/back.html", surround(listed, form=form))


@require_POST
@screen(IMPORT_PREPARE)
def absence_again(request: StaffRequest, public_id: str) -> HttpResponse:
    """Rows that are of nobody yet are held against the register once more."""
    listed = list_called(request, public_id)
    form = BackForm(request.POST)
    if form.is_valid() and attempt(form, actions.look_again, listed=listed, by=request.user):
        return redirect(listed)
    return render(request, "cases/absence/back.html", surround(listed, form=form))
