"""Pages of complaints."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import APPEAL_DECIDE, APPEAL_WRITE
from himaya.cases.appeals import actions, forms
from himaya.cases.appeals.page import appeal_of, appeal_page, around_form, row_of_appeal, surround
from himaya.cases.appeals.queries import appeals_open_to, step_of
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.views import case_of
from himaya.cases.intake.models import Report
from himaya.cases.proceedings.queries import member_of
from himaya.kit import clock


@screen(APPEAL_WRITE, logs="case.viewed")
def case_appeal(request: StaffRequest, public_id: str) -> HttpResponse:
    """A complaint about a case."""
    return _new(request, case_of(request, public_id))


@screen(APPEAL_WRITE, logs="report.viewed")
def report_appeal(request: StaffRequest, public_id: str) -> HttpResponse:
    """A complaint about what became of a report."""
    rows = Report.objects.visible_to(request.user).select_related("dossier__unit", "territory")
    return _new(request, fetch(request, rows, public_id=public_id))


def _new(request: StaffRequest, origin: Any) -> HttpResponse:
    first = {"received_at": clock.now()}
    form = forms.AppealForm(request.POST or None, initial=first, **around_form(origin, request.user))
    if form.is_valid():
        said = dict(form.cleaned_data)
        said["step"] = step_of(origin, said["step"])
        said["member"] = member_of(origin, said["member"]) if isinstance(origin, Case) else None
        told = actions.Told(**said)
        if made := attempt(form, actions.write_appeal, origin=origin, told=told, by=request.user):
            return redirect(made)
    return render(request, "cases/appeals/new.html", {"form": form, "origin": origin})


@screen(APPEAL_WRITE, logs="appeals.listed")
def appeal_list(request: StaffRequest) -> HttpResponse:
    """The complaints one may see."""
    rows = [row_of_appeal(appeal) for appeal in appeals_open_to(request.user)]
    return render(request, "cases/appeals/list.html", {"rows": rows})


@screen(APPEAL_WRITE, logs="appeal.viewed")
def appeal_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One complaint."""
    appeal = appeal_of(request, public_id)
    return render(request, "cases/appeals/detail.html", appeal_page(request, appeal))


def _step(
    request: StaffRequest, public_id: str, kind: Any, act: Any, heading: str, **first: Any
) -> HttpResponse:
    appeal = appeal_of(request, public_id)
    form = kind(request.POST or None, initial=first, version=appeal.version)
    given: dict[str, Any] = {"appeal": appeal, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, act, **given, **form.cleaned_data):
        return redirect(appeal)
    return render(request, "cases/appeals/step.html", surround(appeal, form=form, heading=heading))


@screen(APPEAL_DECIDE, logs="appeal.viewed")
def appeal_acknowledge(request: StaffRequest, public_id: str) -> HttpResponse:
    """They were told that it came."""
    return _step(request, public_id, forms.AcknowledgeForm, actions.acknowledge_appeal, _("Acknowledge"))


@screen(APPEAL_DECIDE, logs="appeal.viewed")
def appeal_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """What was found, and what is answered."""
    return _step(request, public_id, forms.DecideForm, actions.decide_appeal, _("Decide"))


@screen(APPEAL_DECIDE, logs="appeal.viewed")
def appeal_told(request: StaffRequest, public_id: str) -> HttpResponse:
    """They have heard."""
    return _step(
        request,
        public_id,
        forms.ToldForm,
        actions.tell_decision,
        _("Who complained was told"),
        told_at=clock.now(),
    )


@screen(APPEAL_DECIDE, logs="appeal.viewed")
def appeal_end(request: StaffRequest, public_id: str) -> HttpResponse:
    """It ends without a decision."""
    return _step(request, public_id, forms.EndForm, actions.end_appeal, _("End without a decision"))
