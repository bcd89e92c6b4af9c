"""The duty officer's lists, the flood lanes, and a report in the one shape of a record."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, fetch, noted, screen
from himaya.access.roles import REPORT_READ, REPORT_SCREEN
from himaya.cases.casefile.forms import GroupForm
from himaya.cases.intake.actions import answer_lane, take_out_of_lane
from himaya.cases.intake.display import record_of, rows, tabs
from himaya.cases.intake.forms.screening import LaneForm
from himaya.cases.intake.models import Report
from himaya.cases.intake.queries import LISTS, WAITING, counts, in_lane, lanes, listed, report_by_reference

A_PAGE = 25


@screen(REPORT_READ, logs="reports.listed")
def reports(request: HttpRequest) -> HttpResponse:
    """What waits, by urgency and clock; second readings; flood lanes; mine; all."""
    which = request.GET.get("list", WAITING)
    which = which if which in LISTS else WAITING
    form = GroupForm(request.GET)
    page = Paginator(listed(which, request.user, group=form.chosen), A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"tabs": tabs(which, counts(request.user), form.chosen), "form": form}
    context |= {"which": which, "page": page}
    context["rows"] = rows(page.object_list)
    if which == "flood":
        context["lanes"] = lanes(request.user)
    return render(request, "cases/intake/list.html", context)


@screen(REPORT_SCREEN, logs="lane.viewed")
def lane(request: HttpRequest, lane: str) -> HttpResponse:
    """The reports of one lane, answered together."""
    waiting = in_lane(lane, request.user)
    page = Paginator(waiting, 100).get_page(request.GET.get("page"))
    noted(request, *page.object_list)
    form = LaneForm(request.POST if request.method == "POST" else None)
    ticked = [r for r in page.object_list if r.public_id in request.POST.getlist("report")]
    if form.is_bound and not ticked:
        form.full_clean()
        form.add_error(None, _("Tick the reports first."))
    if form.is_valid():
        done = attempt(form, settle, form=form, reports=ticked, by=request.user)
        if done is not None:
            messages.success(request, _("Done for %(n)s reports.") % {"n": done})
            return redirect(request.path if waiting.exists() else "cases:reports")
    if not page.object_list and not request.POST:
        raise Http404
    return render(request, "cases/intake/lane.html", {"page": page, "form": form, "lane": lane})


def settle(*, form: LaneForm, reports: list[Report], by: Any) -> int:
    """Carries out the one answer for all that were ticked."""
    given = form.cleaned_data
    if given["answer"] == "take_out":
        return take_out_of_lane(reports=reports, by=by)
    to = report_by_reference(given["reference"], by) if given["answer"] == "link" else None
    return answer_lane(
        reports=reports, answer=given["answer"], reason=given["reason"], note=given["note"], to=to, by=by
    )


@screen(REPORT_READ, logs="report.viewed")
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The report in the one shape of a record."""
    found = fetch(request, Report.objects.visible_to(request.user), public_id=public_id)
    record = record_of(found, request.user)
    noted(request, *filter(None, [record["reporter"]]))
    return render(request, "cases/intake/detail.html", record)
