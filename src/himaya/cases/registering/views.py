"""The registration step: who the case is about, and on what ground the family is worked with."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.actions import complete_registration, end_member
from himaya.cases.casefile.forms import MemberForm, RegistrationForm
from himaya.cases.casefile.frame import form_page, frame
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import faces_of
from himaya.cases.casefile.views import case_of
from himaya.cases.registering.actions import name_in_case
from himaya.cases.registering.queries import doors_of, ways_to_find
from himaya.kit.forms import Form
from himaya.workflow.queries import typed_before


@screen(CASE_WORK, logs="case.viewed")
def case_register(request: StaffRequest, public_id: str) -> HttpResponse:
    """Name the child and the others, then complete the registration."""
    case = case_of(request, public_id)
    key = f"register-{case.public_id}"
    form = RegistrationForm(
        request.POST or None, version=case.version, initial=typed_before(request.user, key)
    )
    if form.is_valid() and attempt(
        form,
        complete_registration,
        case=case,
        by=request.user,
        expected=form.version,
        **form.cleaned_data,
    ):
        return redirect(case)
    return _page(request, case, form, key)


def _page(request: StaffRequest, case: Case, form: Form, key: str = "") -> HttpResponse:
    return form_page(
        request,
        case,
        form,
        _("Registration"),
        template="cases/registering/register.html",
        draft=reverse("workflow:draft-keep", args=[key]) if key else "",
        ways=ways_to_find(case),
        doors=doors_of(faces_of([case]).get(case.pk, []), request.user),
        completing=case.status == CaseWork.accepted.name,
    )


@screen(CASE_READ, logs="case.viewed")
def case_people(request: StaffRequest, public_id: str) -> HttpResponse:
    """The people of the case."""
    case = case_of(request, public_id)
    around = frame(request, case, "people")
    doors = doors_of(around["faces"], request.user)
    return render(
        request, "cases/registering/people.html", {**around, "ways": ways_to_find(case), "doors": doors}
    )


@require_POST
@screen(CASE_WORK, logs="case.viewed")
def member_add(request: StaffRequest, public_id: str, role: str) -> HttpResponse:
    """The person chosen in the register becomes one of the case."""
    case = case_of(request, public_id)
    form = MemberForm({"role": role})
    chosen = request.POST.get("person", "")
    if form.is_valid() and attempt(
        form, name_in_case, case=case, public_id=chosen, role=role, by=request.user
    ):
        return redirect("cases:case-register", case.public_id)
    return _page(request, case, form)


@require_POST
@screen(CASE_WORK, logs="case.viewed")
def member_end(request: StaffRequest, public_id: str, member: int) -> HttpResponse:
    """Take a person off the case who was named by mistake."""
    case = case_of(request, public_id)
    rows = CaseMember.objects.visible_to(request.user).filter(case=case)
    end_member(member=fetch(request, rows, pk=member), by=request.user)
    return redirect("cases:case-register", case.public_id)
