"""Pages of methodologists' forms in a case: which there are, beginning one, filling it in, reading it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.frame import form_page, frame
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.rules import may_write
from himaya.cases.casefile.views import case_of
from himaya.cases.questionnaires import actions
from himaya.cases.questionnaires.forms import BeginForm, FillForm
from himaya.cases.questionnaires.page import fill_page, may_fill, read_page
from himaya.cases.questionnaires.queries import case_behind, forms_of
from himaya.instruments.models import Response
from himaya.instruments.queries import fillings, form_xml, forms_on
from himaya.kit import clock
from himaya.kit.headers import for_drawn_forms
from himaya.workflow.queries import typed_before


def response_of(request: StaffRequest, public_id: str) -> Response:
    """The answers of this address, if this person may see their case."""
    found: Response = fetch(request, fillings().visible_to(request.user), public_id=public_id)
    return found


@screen(CASE_READ, logs="case.forms_viewed")
def case_forms(request: StaffRequest, public_id: str) -> HttpResponse:
    """The forms filled in for a case."""
    case = case_of(request, public_id)
    around = frame(request, case, "forms")
    return render(
        request, "cases/questionnaires/part.html", {**around, "filled": forms_of(case, around["faces"])}
    )


@screen(CASE_WORK, logs="case.viewed")
def case_form_begin(request: StaffRequest, public_id: str) -> HttpResponse:
    """Choose a form, and say about whom."""
    case = case_of(request, public_id)
    asked = list(forms_on(clock.today()))
    form = BeginForm(request.POST or None, choices=asked, members=_members(case))
    if form.is_valid():
        chosen = next(one for one in asked if one.public_id == form.cleaned_data["form"])
        given: dict[str, Any] = {"case": case, "form": chosen, "member": form.cleaned_data["about"]}
        begun = attempt(form, actions.begin_form, by=request.user, **given)
        if begun:
            return redirect("cases:filled-form", begun.public_id)
    more = {"submit": _("Begin"), "nothing": not asked, "why_not": may_write(case).reason}
    return form_page(
        request, case, form, _("Fill in a form"), template="cases/questionnaires/begin.html", **more
    )


def _members(case: Case) -> list[tuple[str, str]]:
    """Everybody in the case: (public id, name)."""
    names = {face.member_id: face.name for face in faces_on(case)}
    members = case.members.filter(ended_at__isnull=True).order_by("role", "pk")
    return [(m.public_id, names[m.pk]) for m in members if names.get(m.pk)]


@screen(CASE_READ, logs="filled_form.viewed")
def filled_form(request: StaffRequest, public_id: str) -> HttpResponse:
    """One form: to be filled in by who works the case, to be read by the others and once it is sent."""
    response = response_of(request, public_id)
    case = case_behind(response)
    if not may_fill(request.user, case, response):
        return render(request, "cases/questionnaires/read.html", read_page(request, case, response))
    draft = typed_before(request.user, f"form-{public_id}") if request.method == "GET" else {}
    form = FillForm(response, request.POST or None, draft=draft)
    given: dict[str, Any] = {"response": response, "by": request.user, "expected": form.version}
    if form.is_valid():
        given["instance"] = form.cleaned_data["answers"]
        if "_save" in request.POST:
            if attempt(form, actions.keep_form, **given):
                messages.success(request, _("Saved. You can go on later, from any device."))
                return redirect(request.path)
        elif attempt(form, actions.submit_form, files=request.FILES, **given):
            messages.success(request, _("The form is filled in."))
            return redirect("cases:filled-form", public_id)
    page = render(request, "cases/questionnaires/fill.html", fill_page(request, case, response, form))
    return for_drawn_forms(request, page)


@require_GET
@screen(CASE_READ, logs="filled_form.viewed")
def filled_form_xml(request: StaffRequest, public_id: str) -> HttpResponse:
    """The compiled form as the page draws it, with what the record tells it."""
    return HttpResponse(form_xml(response_of(request, public_id)), content_type="text/xml; charset=utf-8")
