"""Reaching back to whoever reported."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import attempt, fetch, noted, screen
from himaya.access.roles import REPORT_SCREEN
from himaya.cases.intake.actions import write_to_reporter
from himaya.cases.intake.forms.reaching import ReachForm
from himaya.cases.intake.models import Report
from himaya.cases.intake.queries import letters_to, reporter_of
from himaya.cases.intake.rules import may_write_to


@screen(REPORT_SCREEN, logs="report.reaching")
def reach(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write to the reporter the way they called safe."""
    report = fetch(request, Report.objects.visible_to(request.user), public_id=public_id)
    reporter = reporter_of(report, request.user)
    if reporter is None:
        raise Http404
    noted(request, reporter)
    form = ReachForm(request.POST or None)
    if form.is_valid() and attempt(
        form, write_to_reporter, reporter=reporter, by=request.user, **form.cleaned_data
    ):
        messages.success(request, _("The message is on its way."))
        return redirect(report)
    about = {"report": report, "reporter": reporter, "letters": letters_to(reporter)}
    return render(
        request, "cases/intake/reach.html", {**about, "form": form, "verdict": may_write_to(reporter)}
    )
