"""Staff enter a report made by telephone, letter, message or in person; or report as professionals."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from himaya.access.gate import attempt, screen
from himaya.access.models import User
from himaya.access.roles import REPORT_ENTER, REPORT_READ
from himaya.cases.intake.actions import Told, receive_report
from himaya.cases.intake.forms.told import ChildForm, ProfessionalForm, all_valid, child_forms
from himaya.cases.intake.models import Report
from himaya.cases.intake.rules import YES
from himaya.cases.intake.wizard import child_told, contact_told, number_of_children
from himaya.kit import clock
from himaya.reference.queries import codelist
from himaya.workflow.queries import typed_before

DRAFT = "report-enter"
RECEIPT = "report_receipt"


@screen(REPORT_ENTER)
def enter(request: HttpRequest) -> HttpResponse:
    """The professional form: everything on one page."""
    assert isinstance(request.user, User)
    posted = request.POST or None
    kept = {} if posted else typed_before(request.user, DRAFT)
    form = ProfessionalForm(posted, request.FILES or None, initial={"received_at": clock.now(), **kept})
    children = child_forms(posted, number_of_children(request.POST))
    adding = "add_child" in request.POST
    if posted and not adding and all_valid([form, *children]):
        report = attempt(form, take_in, form=form, children=children, by=request.user)
        if report:
            request.session[RECEIPT] = {
                "reference": report.reference,
                "pin": report.pin,
                "page": page_of(report, request),
            }
            return redirect("cases:report-entered")
    return render(request, "cases/intake/enter.html", {"form": form, "children": children, "draft": DRAFT})


def take_in(*, form: ProfessionalForm, children: list[ChildForm], by: User) -> Report:
    """Hands in what was entered."""
    return receive_report(told=told_by(form, children), by=by, files=form.cleaned_data["attachments"])


def told_by(form: ProfessionalForm, children: list[ChildForm]) -> Told:
    """The report a valid form tells."""
    given: dict[str, Any] = form.cleaned_data
    place = given["place"]
    kind = codelist("reporter.kind").get(given["reporter_kind"])
    return Told(
        narrative=given["narrative"],
        channel=given["channel"],
        received_at=given["received_at"],
        concerns=given["concerns"],
        urgent_now=given["urgent"] == YES,
        place_text=", ".join(filter(None, [given["place_text"], given["detail"]]))[:300],
        territory=place.territory if place else None,
        place_code=place.code if place else "",
        children=[child_told(child) for child in children],
        names_insider=given["insider"] == YES,
        insider_text=given["insider_text"],
        reporter_kind=given["reporter_kind"],
        is_professional=bool(kind and kind.attributes.get("professional")),
        is_anonymous=given["anonymous"],
        contact=contact_told(form),
        language=get_language() or "az",
    )


def page_of(report: Report, request: HttpRequest) -> str:
    """The report's page for those who will still see it: officers of its unit, and the counsellor."""
    assert isinstance(request.user, User)
    return report.get_absolute_url() if request.user.can(REPORT_READ) else ""


@screen(REPORT_ENTER)
def entered(request: HttpRequest) -> HttpResponse:
    """The reference and PIN to pass on to the reporter; shown once."""
    receipt = request.session.pop(RECEIPT, None)
    return render(request, "cases/intake/entered.html", {"receipt": receipt})
