"""The page on which it is written down that a body was told."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import EMERGENCY_WORK
from himaya.cases.casefile.frame import chips_of
from himaya.cases.casefile.views import case_of
from himaya.cases.intake.forms.screening import NoticeForm
from himaya.cases.intake.models import MandatoryNotice
from himaya.cases.notifying.actions import tell_of_case
from himaya.kit import clock
from himaya.kit.shapes import Crumb


@screen(EMERGENCY_WORK, logs="case.viewed")
def case_notice(request: StaffRequest, public_id: str, notice_id: str) -> HttpResponse:
    """Writes down that a body was told."""
    case = case_of(request, public_id)
    rows = MandatoryNotice.objects.visible_to(request.user).select_related("dossier__unit", "case", "told_by")
    notice = fetch(request, rows, public_id=notice_id, case=case)
    form = NoticeForm(request.POST or None, version=notice.version, initial={"told_at": clock.now()})
    given = {"notice": notice, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, tell_of_case, **given, **form.cleaned_data):
        return redirect(case)
    crumbs = [Crumb(_("Cases")), Crumb(case.reference, case.get_absolute_url())]
    more = {"notice": notice, "form": form, "crumbs": crumbs, "case_chips": chips_of(case)}
    return render(request, "cases/notifying/notice.html", {"case": case, **more})
