"""Pages of applications for social services."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.queries import competent_unit
from himaya.access.roles import CASE_APPROVE, CASE_ASSIGN, CASE_READ, SERVICE_APPLY
from himaya.cases.casefile.frame import form_page, frame
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.views import case_of
from himaya.cases.social_service.actions import Applied, grant_services, refuse_services, take_application
from himaya.cases.social_service.forms import ApplicationForm, DecisionForm
from himaya.cases.social_service.process import SocialService
from himaya.cases.social_service.queries import home_unit, report_of
from himaya.cases.social_service.rules import application_of
from himaya.kit import clock
from himaya.workflow.queries import typed_before

DRAFT = "application-new"


@screen(SERVICE_APPLY)
def application_new(request: StaffRequest) -> HttpResponse:
    """Take an application at the desk."""
    kept = {} if request.POST else typed_before(request.user, DRAFT)
    form = ApplicationForm(request.POST or None, initial={"received_at": clock.now(), **kept})
    if form.is_valid() and (
        case := attempt(form, take_application, by=request.user, **_given(request, form))
    ):
        words = _(
            "The application was taken: case № %(number)s. The supervisor of the unit gives it to a social worker."
        )
        messages.success(request, words % {"number": case.reference})
        return redirect(
            case if request.user.can(CASE_ASSIGN) else "cases:case-list"
        )  # a worker sees it once it is theirs
    return render(request, "cases/social_service/new.html", {"form": form, "draft": DRAFT})


def _given(request: StaffRequest, form: ApplicationForm) -> dict[str, Any]:
    data = dict(form.cleaned_data)
    territory = data.pop("territory")
    unit = home_unit(request.user, competent_unit("social_service", territory, clock.today()))
    return {"unit": unit, "territory": territory, "told": Applied(**data)}


def _case(request: StaffRequest, public_id: str) -> Case:
    case = case_of(request, public_id)
    if case.kind != SocialService.variant:
        raise Http404
    return case


@screen(CASE_READ, logs="case.viewed")
def case_application(request: StaffRequest, public_id: str) -> HttpResponse:
    """The application, and what was decided."""
    case = _case(request, public_id)
    around = frame(request, case, "application")
    return render(request, "cases/social_service/part.html", {**around, "told": application_of(case)})


@screen(CASE_APPROVE, logs="case.viewed")
def application_decide(request: StaffRequest, public_id: str) -> HttpResponse:
    """Decide on the right; the letter is set at once."""
    case = _case(request, public_id)
    told = application_of(case)
    first = {"language": get_language() or "az", "grounds": told.grounds_claimed if told else []}
    form = DecisionForm(request.POST or None, version=case.version, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        given = {"case": case, "by": request.user, "expected": form.version}
        given |= {"reasons": data["reasons"], "language": data["language"]}
        if data["decision"] == "granted":
            done = attempt(form, grant_services, grounds=data["grounds"], forms=data["forms_of"], **given)
        else:
            done = attempt(form, refuse_services, refusal=data["refusal"], **given)
        if done:
            return redirect("cases:case-application", case.public_id)
    heading, more = _("Decision on the right to services"), {"told": told, "report": report_of(case)}
    return form_page(
        request, case, form, heading, template="cases/social_service/decide.html", submit=_("Decide"), **more
    )
