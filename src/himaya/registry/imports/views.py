"""Pages of lists: sending in, columns, preview, decisions, approval, the list that goes back."""

import tempfile

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import IMPORT_PREPARE
from himaya.kit.forms import Form
from himaya.registry.imports import moves
from himaya.registry.imports.actions.deciding import decide_row
from himaya.registry.imports.actions.sending import confirm_columns, send_list
from himaya.registry.imports.display import known_as, show_cells, show_facts, show_rows, stats
from himaya.registry.imports.forms import ColumnsForm, DecideForm, SendForm
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.imports.process import Importing
from himaya.registry.imports.queries import (
    AT_WORK,
    batches,
    institutions,
    likely_people,
    next_asking,
    rows,
    saved_list,
    units_of,
)
from himaya.registry.imports.returning import workbook_of
from himaya.workflow.queries import status_bar

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def batch_of(request: StaffRequest, public_id: str) -> ImportBatch:
    """The list, if this person may see it."""
    found: ImportBatch = fetch(request, batches(request.user), public_id=public_id)
    return found


@screen(IMPORT_PREPARE, logs="imports.viewed")
def import_list(request: StaffRequest) -> HttpResponse:
    """The lists sent in so far, and sending in another."""
    form = SendForm(request.POST or None, request.FILES or None, units=units_of(request.user))
    if form.is_valid():
        with tempfile.TemporaryDirectory(prefix="himaya-") as folder:
            file = form.cleaned_data["file"]
            path = saved_list(file, folder)
            said = {name: form.cleaned_data[name] for name in ("unit", "institution")}
            batch = attempt(form, send_list, name=str(file.name), path=path, by=request.user, **said)
        if batch:
            return redirect("people:import-columns", batch.public_id)
    page = Paginator(batches(request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "states": Importing.states,
        "institutions": institutions(request.user),
    }
    return render(request, "registry/imports/list.html", context)


@screen(IMPORT_PREPARE, logs="import.viewed")
def import_columns(request: StaffRequest, public_id: str) -> HttpResponse:
    """What each column means; from this the list is read."""
    batch = batch_of(request, public_id)
    if batch.status != Importing.columns.name:
        return redirect(batch)
    form = ColumnsForm(request.POST or None, batch=batch)
    if form.is_valid() and attempt(
        form,
        confirm_columns,
        batch=batch,
        fields=form.chosen(),
        as_of=form.cleaned_data["as_of"],
        by=request.user,
        expected=form.version,
    ):
        return redirect(batch)
    return render(request, "registry/imports/columns.html", {"batch": batch, "form": form})


@require_GET
@screen(IMPORT_PREPARE, logs="import.viewed")
def import_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """A list row by row: what would become of each, or what did; and what may be done with it."""
    batch = batch_of(request, public_id)
    if batch.status == Importing.columns.name:
        return redirect("people:import-columns", batch.public_id)
    chosen = request.GET.get("state", "")
    wanted = rows(batch, request.user)
    if chosen:
        wanted = (
            wanted.filter(outcome=chosen) if chosen in moves.BY_OUTCOME else wanted.filter(verdict=chosen)
        )
    page = Paginator(wanted, PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "state": Importing.state_of(batch),
        "at_work": batch.status in AT_WORK,
        "bar": status_bar(Importing, batch, Importing.steps_of(batch)),
        "moves": moves.open_to(batch, request.user),
        "stats": stats(batch, chosen),
        "asking": next_asking(batch),
        "page": page,
        "shown": show_rows(batch, page, request.user),
    }
    return render(request, "registry/imports/detail.html", context)


@require_GET
@screen(IMPORT_PREPARE)
def import_progress(request: StaffRequest, public_id: str) -> HttpResponse:
    """How far the work has come; the whole page anew once it is done."""
    batch = batch_of(request, public_id)
    if batch.status not in AT_WORK:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"batch": batch, "state": Importing.state_of(batch), "at_work": True}
    return render(request, "registry/imports/detail.html#work", context)


@screen(IMPORT_PREPARE, logs="import.row_viewed")
def import_row(request: StaffRequest, public_id: str, place: int) -> HttpResponse:
    """One row: its cells, what was read, who it may be; and deciding it where that is asked."""
    batch = batch_of(request, public_id)
    row: ImportRow = fetch(request, rows(batch, request.user).select_related("batch"), place=place)
    people = likely_people(row, request.user)
    form = DecideForm(request.POST or None, row=row, people=[(m.public_id, known_as(m)) for m in people])
    if form.is_valid() and attempt(form, decide_row, row=row, by=request.user, **form.decided()):
        following = next_asking(batch)
        return redirect("people:import-row", public_id, following) if following else redirect(batch)
    (shown,) = show_rows(batch, [row], request.user)
    context = {
        "batch": batch,
        "shown": shown,
        "facts": show_facts(row),
        "stood": show_cells(row),
        "matches": people,
        "form": form,
        "decides": moves.decides(row),
        "twin": rows(batch, request.user).filter(place=row.same_as or 0).first(),
    }
    return render(request, "registry/imports/row.html", context)


@require_GET
@screen(IMPORT_PREPARE, logs="import.returned")
def import_workbook(request: StaffRequest, public_id: str) -> HttpResponse:
    """The list with what is to be put right, for the institution."""
    batch = batch_of(request, public_id)
    content = workbook_of(batch, rows(batch, request.user).iterator(2000))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="himaya-{batch.public_id}.xlsx"'
    return response


@screen(IMPORT_PREPARE, logs="import.viewed")
def import_move(request: StaffRequest, public_id: str, name: str) -> HttpResponse:
    """Asks once more, then moves the list on: sends it, approves it, sends it back, withdraws it, takes it back."""
    batch = batch_of(request, public_id)
    move = moves.named(name)
    form = Form(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, move.action, batch=batch, by=request.user)
    ):
        messages.success(request, _("Done: %(what)s.") % {"what": move.label})
        return redirect(batch)
    return render(request, "registry/imports/confirm.html", {"batch": batch, "move": move, "form": form})
