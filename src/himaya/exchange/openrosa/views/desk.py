"""Pages of what came from phones."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.queries import keys_of
from himaya.access.roles import CASE_WORK
from himaya.cases.questionnaires.queries import caseload
from himaya.exchange.openrosa import actions
from himaya.exchange.openrosa.forms import DropForm, PlaceForm
from himaya.exchange.openrosa.models import FormSubmission
from himaya.exchange.openrosa.queries import settled, submissions, waiting
from himaya.instruments.queries import Read, read_instance
from himaya.kit.errors import Refused


def submission_of(request: StaffRequest, public_id: str) -> FormSubmission:
    """What this person may see of it."""
    found: FormSubmission = fetch(request, submissions(request.user), public_id=public_id)
    return found


@screen(CASE_WORK, logs="submission.listed")
def submission_list(request: StaffRequest) -> HttpResponse:
    """What came from phones: first what waits for a human."""
    context = {
        "waiting": waiting(request.user),
        "settled": settled(request.user),
        "phones": keys_of(request.user).exists(),
    }
    return render(request, "exchange/openrosa/list.html", context)


@screen(CASE_WORK, logs="submission.viewed")
def submission_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One set of answers: read it, and say whom it is about."""
    submission = submission_of(request, public_id)
    known = caseload(request.user, submission.sender)
    data = request.POST if request.method == "POST" else None
    form = PlaceForm(data, known=known, version=submission.version, initial={"about": submission.about})
    if form.is_valid():
        given: dict[str, Any] = {"submission": submission, "about": form.cleaned_data["about"]}
        if attempt(form, actions.place_submission, by=request.user, expected=form.version, **given):
            messages.success(request, _("It is in its case now."))
            return redirect("exchange:submissions")
    return _page(request, submission, form)


def _page(request: StaffRequest, submission: FormSubmission, form: PlaceForm) -> HttpResponse:
    context = {
        "submission": submission,
        "form": form,
        "lines": _lines(submission),
        "files": [(one.name, one.size) for one in submission.files.order_by("name")],
    }
    return render(request, "exchange/openrosa/detail.html", context)


def _lines(submission: FormSubmission) -> list[Read]:
    """The answers, as far as they can be read at all."""
    try:
        return read_instance(submission.form, str(submission.closed))
    except Refused:
        return []


@screen(CASE_WORK, logs="submission.viewed")
def submission_drop(request: StaffRequest, public_id: str) -> HttpResponse:
    """Puts it aside."""
    submission = submission_of(request, public_id)
    form = DropForm(request.POST if request.method == "POST" else None, version=submission.version)
    if form.is_valid():
        given: dict[str, Any] = {"submission": submission, "reason": form.cleaned_data["reason"]}
        if attempt(form, actions.drop_submission, by=request.user, expected=form.version, **given):
            messages.success(request, _("Put aside."))
            return redirect("exchange:submissions")
    return render(request, "exchange/openrosa/drop.html", {"submission": submission, "form": form})
