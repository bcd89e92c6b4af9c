"""Judging a report and deciding what becomes of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import attempt, fetch, screen
from himaya.access.roles import REPORT_APPROVE, REPORT_SCREEN
from himaya.cases.intake import actions
from himaya.cases.intake.display import screening_of
from himaya.cases.intake.forms import screening as forms
from himaya.cases.intake.models import MandatoryNotice, Report
from himaya.cases.intake.queries import report_by_reference, staff_named, units_named
from himaya.cases.intake.rules import judgement_of
from himaya.kit import clock
from himaya.kit.shapes import Hit


def report_for(request: HttpRequest, public_id: str) -> Report:
    """The report, or the same 404 as if it did not exist."""
    return fetch(request, Report.objects.visible_to(request.user), public_id=public_id)


def shown(request: HttpRequest, report: Report, **forms_given: Any) -> HttpResponse:
    """The screening page: the report on the left, the questions and decisions on the right."""
    return render(request, "cases/intake/screen.html", screening_of(report, request.user, **forms_given))


def led_on(request: HttpRequest, report: Report, said: str) -> HttpResponse:
    """To the report, or to the list where the officer has passed it on and may no longer see it."""
    messages.success(request, said)
    still = Report.objects.visible_to(request.user).filter(pk=report.pk).exists()
    return redirect(report if still else "cases:reports")


@screen(REPORT_SCREEN, logs="report.screening")
def screen_report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The danger questions and the level of risk."""
    report = report_for(request, public_id)
    form = forms.JudgeForm(
        request.POST or None,
        initial=forms.judged_before(report),
        version=report.version,
        saved=forms.judged_before,
    )
    if form.is_valid() and attempt(
        form,
        actions.judge_report,
        report=report,
        answers=form.answers,
        level=form.cleaned_data["level"],
        note=form.cleaned_data["note"],
        concerns=form.cleaned_data["concerns"],
        by=request.user,
        expected=form.version,
    ):
        return redirect("cases:report-screen", report.public_id)
    return shown(request, report, judge=form, joining=request.GET.get("join", ""))


@screen(REPORT_SCREEN, preview=True)
def level(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the answers given so far lead to, while they are being given."""
    report_for(request, public_id)
    form = forms.JudgeForm(request.POST or None)
    form.is_valid()
    judged = judgement_of(form.answers, clock.today()) if form.is_bound else None
    return render(request, "cases/intake/level.html", {"judged": judged})


@screen(REPORT_SCREEN, logs="report.screening")
def take_in(request: HttpRequest, public_id: str) -> HttpResponse:
    """Opens a case."""
    report = report_for(request, public_id)
    form = forms.ScreenInForm(request.POST or None, version=report.version)
    if form.is_valid():
        place = form.cleaned_data["place"]
        asked = {"matter": form.cleaned_data["matter"], "territory": place.territory if place else None}
        done = attempt(
            form, actions.screen_in, report=report, by=request.user, expected=form.version, **asked
        )
        if done:
            return led_on(request, report, _("A case was opened and its clocks run."))
    return shown(request, report, take_in=form)


@screen(REPORT_SCREEN, logs="report.screening")
def leave_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Proposes that nothing is needed."""
    report = report_for(request, public_id)
    form = forms.OutForm(request.POST or None, version=report.version)
    if form.is_valid() and attempt(
        form, actions.propose_out, report=report, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return led_on(request, report, _("Somebody else will read it a second time."))
    return shown(request, report, out=form)


@screen(REPORT_SCREEN, logs="report.screening")
def information(request: HttpRequest, public_id: str) -> HttpResponse:
    """Information only."""
    report = report_for(request, public_id)
    form = forms.InformForm(request.POST or None, version=report.version)
    if form.is_valid() and attempt(
        form, actions.inform, report=report, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return led_on(request, report, _("Noted as information only."))
    return shown(request, report, inform=form)


@screen(REPORT_SCREEN, logs="report.screening")
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Joins it to an earlier report."""
    report = report_for(request, public_id)
    form = forms.LinkForm(request.POST or None, version=report.version)
    if form.is_valid():
        earlier = report_by_reference(form.cleaned_data["reference"], request.user)
        if earlier is None:
            form.add_error("reference", _("No report with this reference is open to you."))
        elif attempt(
            form, actions.link_report, report=report, to=earlier, by=request.user, expected=form.version
        ):
            return led_on(request, report, _("Joined to the earlier report."))
    return shown(request, report, link=form)


@screen(REPORT_SCREEN, logs="report.screening")
def route(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sends it to the competent unit."""
    report = report_for(request, public_id)
    form = forms.RouteForm(request.POST or None, version=report.version)
    if form.is_valid():
        place = form.cleaned_data["place"]
        asked = {"matter": form.cleaned_data["matter"], "territory": place.territory if place else None}
        if attempt(
            form, actions.route_report, report=report, by=request.user, expected=form.version, **asked
        ):
            return led_on(request, report, _("The report is now with the competent unit."))
    return shown(request, report, route=form)


@screen(REPORT_SCREEN, logs="report.screening")
def insiders(request: HttpRequest, public_id: str) -> HttpResponse:
    """Names those to be shut out."""
    report = report_for(request, public_id)
    form = forms.InsiderNamesForm(request.POST or None, version=report.version)
    if form.is_valid():
        named = {"users": form.cleaned_data["person"], "units": form.cleaned_data["unit"]}
        if attempt(
            form, actions.name_insiders, report=report, by=request.user, expected=form.version, **named
        ):
            return led_on(
                request, report, _("The report is at the national desk. Those named can no longer see it.")
            )
    return shown(request, report, insiders=form)


@screen(REPORT_SCREEN, logs="report.second_reading")
def second_reading(request: HttpRequest, public_id: str) -> HttpResponse:
    """The second reader confirms or returns."""
    report = report_for(request, public_id)
    form = forms.ReadingForm(request.POST or None, version=report.version)
    if form.is_valid():
        given = form.cleaned_data
        asked: dict[str, Any] = {"report": report, "by": request.user, "expected": form.version}
        confirm = given["decision"] == "confirm"
        done = (
            attempt(form, actions.confirm_out, **asked)
            if confirm
            else attempt(form, actions.return_to_screening, note=given["note"], **asked)
        )
        if done:
            return led_on(
                request, report, _("Screened out.") if confirm else _("It waits for screening again.")
            )
    return render(
        request, "cases/intake/second_reading.html", screening_of(report, request.user, reading=form)
    )


@screen(REPORT_APPROVE, logs="report.lowering")
def lowering(request: HttpRequest, public_id: str) -> HttpResponse:
    """A supervisor decides on a lower level."""
    report = report_for(request, public_id)
    form = forms.LoweringForm(request.POST or None, version=report.version)
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        asked: dict[str, Any] = {"report": report, "by": request.user, "expected": form.version}
        if attempt(form, actions.decide_lowering, approve=approve, **asked):
            return led_on(
                request, report, _("The level was lowered.") if approve else _("The higher level holds.")
            )
    return render(request, "cases/intake/lowering.html", screening_of(report, request.user, lowering=form))


@screen(REPORT_SCREEN, logs="report.notice")
def notice(request: HttpRequest, public_id: str, notice_id: str) -> HttpResponse:
    """Writes down that a body was told."""
    report = report_for(request, public_id)
    found = fetch(
        request, MandatoryNotice.objects.visible_to(request.user), public_id=notice_id, report=report
    )
    form = forms.NoticeForm(request.POST or None, version=found.version, initial={"told_at": clock.now()})
    if form.is_valid() and attempt(
        form, actions.record_notice, notice=found, by=request.user, expected=form.version, **form.cleaned_data
    ):
        return led_on(request, report, _("Written down."))
    return render(request, "cases/intake/notice.html", {"report": report, "notice": found, "form": form})


@require_POST
@screen(REPORT_SCREEN)
def staff(request: HttpRequest) -> HttpResponse:
    """Users by name, for the picker."""
    found = staff_named(request.POST.get("q", ""))
    return render(
        request, "forms/hits.html", {"hits": [Hit(u.public_id, str(u), hint=u.email) for u in found]}
    )


@require_POST
@screen(REPORT_SCREEN)
def units(request: HttpRequest) -> HttpResponse:
    """Units by name, for the picker."""
    found = units_named(request.POST.get("q", ""))
    return render(
        request,
        "forms/hits.html",
        {"hits": [Hit(u.public_id, str(u), hint=str(u.organisation)) for u in found]},
    )
