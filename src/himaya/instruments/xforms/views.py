"""Pages of the forms that methodologists bring: all of them, one of them, bringing, approving, retiring."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import INSTRUMENT_EDIT
from himaya.instruments.xforms.actions import approve_form, bring_form, retire_form
from himaya.instruments.xforms.forms import ApproveForm, BringForm, RetireForm
from himaya.instruments.xforms.models import FormVersion
from himaya.instruments.xforms.problems import MOST_SHOWN, Broken, Problem
from himaya.instruments.xforms.queries import compiled_file, forms, lines, scoring_rows, versions
from himaya.instruments.xforms.rules import may_approve, may_retire, spoken
from himaya.instruments.xforms.shipped import LICENCE, READY, Ready, ready_form
from himaya.kit.forms import Form

PAGE = 50
ANY_FILE = "application/octet-stream"


def form_of(request: StaffRequest, public_id: str) -> FormVersion:
    """The version of this address."""
    found: FormVersion = fetch(request, versions(), public_id=public_id)
    return found


@screen(INSTRUMENT_EDIT, logs="forms.viewed")
def form_list(request: StaffRequest) -> HttpResponse:
    """Every version of every form."""
    page = Paginator(forms(), PAGE).get_page(request.GET.get("page"))
    return render(request, "instruments/xforms/list.html", {"page": page})


@screen(INSTRUMENT_EDIT)
def form_bring(request: StaffRequest) -> HttpResponse:
    """Bringing a workbook: its problems by sheet and row, or the version to be approved."""
    form = BringForm(request.POST or None, request.FILES or None)
    problems: list[Problem] = []
    if form.is_valid():
        brought = _brought(form, request.user, problems)
        if brought:
            messages.success(request, _("The form was compiled. Somebody else approves it now."))
            return redirect(brought)
    context = {"form": form, "problems": problems[:MOST_SHOWN], "more": max(len(problems) - MOST_SHOWN, 0)}
    return render(request, "instruments/xforms/bring.html", context)


@contextmanager
def _as_file(content: bytes) -> Iterator[Path]:
    """The workbook in a folder of its own, which goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="himaya-") as folder:
        path = Path(folder) / "form"
        path.write_bytes(content)
        yield path


def _brought(form: BringForm, by: Any, problems: list[Problem]) -> FormVersion | None:
    """The new version; None where the workbook cannot become a form. It is compiled before anything is written."""
    file = form.cleaned_data["file"]
    content = file.read()
    try:
        with _as_file(content) as path:
            made = compiled_file(path, Path(str(file.name)).stem[:100])
    except Broken as broken:
        problems += broken.problems
        form.add_error("file", _("The workbook cannot be used yet. What to mend stands on this page."))
        return None
    said = {name: form.cleaned_data[name] for name in ("licence", "source")}
    brought: FormVersion | None = attempt(
        form, bring_form, made=made, content=content, file_name=str(file.name)[-200:], by=by, **said
    )
    return brought


@screen(INSTRUMENT_EDIT)
def form_ready(request: StaffRequest) -> HttpResponse:
    """The forms that come with the product, and whether they were taken over."""
    taken = {version.form_id: version for version in forms().order_by("brought_at")}
    ready = [(one, taken.get(one.form_id)) for one in READY]
    return render(request, "instruments/xforms/ready.html", {"ready": ready})


def _ready(form_id: str) -> Ready:
    found = ready_form(form_id)
    if found is None:
        raise Http404
    return found


@require_GET
@screen(INSTRUMENT_EDIT)
def form_ready_workbook(request: StaffRequest, form_id: str) -> HttpResponse:
    """One of them as a workbook, to be changed and brought."""
    found = _ready(form_id)
    answer = HttpResponse(found.content, content_type=ANY_FILE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    return answer


@require_POST
@screen(INSTRUMENT_EDIT)
def form_ready_bring(request: StaffRequest, form_id: str) -> HttpResponse:
    """Takes one of them over as it is; somebody else approves it."""
    found, form = _ready(form_id), Form(request.POST)
    form.is_valid()
    said = {
        "content": found.content,
        "file_name": found.file_name,
        "licence": LICENCE,
        "source": found.source,
    }
    with _as_file(found.content) as path:
        made = compiled_file(path)
    brought = attempt(form, bring_form, made=made, by=request.user, **said)
    if brought is None:
        messages.warning(request, str(form.non_field_errors()[0]))
        return redirect("instruments:form-ready")
    messages.success(request, _("The form was compiled. Somebody else approves it now."))
    return redirect(brought)


@screen(INSTRUMENT_EDIT, logs="form.viewed")
def form_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One version: what it asks in each of its languages, what was remarked, and what may become of it."""
    version = form_of(request, public_id)
    return _detail(
        request, version, ApproveForm(version=version.version), RetireForm(version=version.version)
    )


@require_POST
@screen(INSTRUMENT_EDIT)
def form_approve(request: StaffRequest, public_id: str) -> HttpResponse:
    """Approving a version that somebody else brought."""
    version = form_of(request, public_id)
    form = ApproveForm(request.POST or None, version=version.version)
    if form.is_valid():
        said = {"on": form.cleaned_data["on"], "expected": form.version}
        if attempt(form, approve_form, form=version, by=request.user, **said):
            messages.success(request, _("Approved."))
            return redirect(version)
    return _detail(request, version, form, RetireForm(version=version.version))


@require_POST
@screen(INSTRUMENT_EDIT)
def form_retire(request: StaffRequest, public_id: str) -> HttpResponse:
    """Putting a version away."""
    version = form_of(request, public_id)
    form = RetireForm(request.POST or None, version=version.version)
    if form.is_valid() and attempt(form, retire_form, form=version, by=request.user, expected=form.version):
        messages.success(request, _("Retired. Answers given before keep it."))
        return redirect(version)
    return _detail(request, version, ApproveForm(version=version.version), form)


@require_GET
@screen(INSTRUMENT_EDIT, logs="form.fetched")
def form_workbook(request: StaffRequest, public_id: str) -> HttpResponse:
    """The workbook as it was brought."""
    version: FormVersion = fetch(request, versions(whole=True), public_id=public_id)
    answer = HttpResponse(bytes(version.file), content_type=ANY_FILE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{version.form_id}{_ending(version)}"'
    return answer


def _ending(version: FormVersion) -> str:
    ending = Path(version.file_name).suffix.lower()
    return ending if ending in (".xlsx", ".xls", ".csv") else ""


def _detail(request: StaffRequest, version: FormVersion, approve: Any, retire: Any) -> HttpResponse:
    asked = request.GET.get("language", "")
    language = asked if asked in version.languages else spoken(version.languages, get_language() or "az")
    may = may_approve(version, request.user)
    context = {
        "version": version,
        "shown": language,
        "lines": lines(version.shape, language),
        "remarks": version.remarked,
        "scoring": scoring_rows(version, language),
        "approve": approve if may else None,
        "why_not": "" if may or version.status != FormVersion.Status.DRAFT else may.reason,
        "retire": retire if may_retire(version) else None,
    }
    return render(request, "instruments/xforms/detail.html", context)
