"""Until when a report is kept, and what holds it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import RETENTION_DECIDE
from himaya.cases.intake.models import Report
from himaya.cases.retention.forms import HoldForm
from himaya.cases.retention.queries import holds_on, kept_until
from himaya.kit.shapes import Crumb
from himaya.registry.actions import hold_record


@screen(RETENTION_DECIDE, logs="report.keeping")
def report_keeping(request: StaffRequest, public_id: str) -> HttpResponse:
    """Placing a hold on a report, and what holds it."""
    reports = Report.objects.visible_to(request.user).select_related("dossier__unit")
    report = fetch(request, reports, public_id=public_id)
    form = HoldForm(request.POST or None)
    given = {"dossier": report.dossier, "by": request.user}
    if form.is_valid() and attempt(form, hold_record, **given, **form.cleaned_data):
        messages.success(request, _("The hold stands."))
        return redirect("cases:report-keeping", public_id)
    context = {
        "report": report,
        "until": kept_until(report),
        "holds": holds_on(report),
        "form": form if report.forgotten_on is None else None,
        "crumbs": [Crumb(report.reference, report.get_absolute_url())],
    }
    return render(request, "cases/retention/keeping.html", context)
