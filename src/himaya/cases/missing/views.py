"""Pages of a missing child."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CASE_READ, EMERGENCY_WORK
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.models import CaseMember
from himaya.cases.casefile.queries import faces_on
from himaya.cases.casefile.views import case_of
from himaya.cases.missing import actions, forms
from himaya.cases.missing.page import missing_of, missing_page
from himaya.cases.proceedings.queries import member_choices, member_of


@screen(EMERGENCY_WORK, logs="case.viewed")
def missing_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """A child is missing."""
    case = case_of(request, public_id)
    children = [(str(f.member_id), f.name) for f in faces_on(case) if f.role in CaseMember.CHILDREN]
    first = {"child": children[0][0]} if len(children) == 1 else {}
    form = forms.MissingForm(request.POST or None, children=children, initial=first)
    if form.is_valid():
        said = dict(form.cleaned_data)
        child = member_of(case, said.pop("child"))
        given: dict[str, Any] = {"case": case, "child": child, "by": request.user}
        if made := attempt(form, actions.report_missing, told=actions.Told(**said), **given):
            return redirect(made)
    lead = _("Call the police first. Then write what you know; the rest can follow.")
    return form_page(request, case, form, _("A child is missing"), lead=lead, submit=_("Write it down"))


@screen(CASE_READ, logs="missing.viewed")
def missing_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One search."""
    return render(request, "cases/missing/detail.html", missing_page(request, missing_of(request, public_id)))


@screen(EMERGENCY_WORK, logs="missing.viewed")
def missing_search(request: StaffRequest, public_id: str) -> HttpResponse:
    """A step of the search."""
    missing = missing_of(request, public_id)
    form = forms.SearchForm(request.POST or None)
    if form.is_valid():
        looked = actions.Looked(**form.cleaned_data)
        if attempt(form, actions.note_search, missing=missing, looked=looked, by=request.user):
            return redirect(missing)
    heading, back = _("Write down a step of the search"), missing.get_absolute_url()
    return form_page(request, missing.case, form, heading, back=back)


@screen(EMERGENCY_WORK, logs="missing.viewed")
def missing_found(request: StaffRequest, public_id: str) -> HttpResponse:
    """The child was found."""
    missing = missing_of(request, public_id)
    form = forms.FoundForm(request.POST or None, version=missing.version)
    given: dict[str, Any] = {"missing": missing, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(
        form, actions.find_child, found=actions.Found(**form.cleaned_data), **given
    ):
        return redirect(missing)
    heading, back = _("The child was found"), missing.get_absolute_url()
    return form_page(request, missing.case, form, heading, back=back)


@screen(EMERGENCY_WORK, logs="missing.viewed")
def missing_talk(request: StaffRequest, public_id: str) -> HttpResponse:
    """The talk with the child."""
    missing = missing_of(request, public_id)
    people = member_choices(f for f in faces_on(missing.case) if f.role not in CaseMember.CHILDREN)
    form = forms.TalkForm(request.POST or None, people=people, version=missing.version)
    given: dict[str, Any] = {"missing": missing, "by": request.user, "expected": form.version}
    if form.is_valid():
        said = dict(form.cleaned_data)
        said["member"] = member_of(missing.case, said["member"])
        if attempt(form, actions.hear_child, talk=actions.Talk(**said), **given):
            return redirect(missing)
    lead = _("By somebody the child chooses, and never by the person complained of.")
    heading, back = _("Talk with the child"), missing.get_absolute_url()
    return form_page(request, missing.case, form, heading, lead=lead, back=back)


@screen(EMERGENCY_WORK, logs="missing.viewed")
def missing_close(request: StaffRequest, public_id: str) -> HttpResponse:
    """There was no talk."""
    return _end(request, public_id, forms.NoTalkForm, actions.close_missing, _("There was no talk"))


@screen(EMERGENCY_WORK, logs="missing.viewed")
def missing_mistaken(request: StaffRequest, public_id: str) -> HttpResponse:
    """The child was not missing."""
    return _end(request, public_id, forms.MistakenForm, actions.mark_mistaken, _("The child was not missing"))


def _end(request: StaffRequest, public_id: str, kind: Any, act: Any, heading: str) -> HttpResponse:
    missing = missing_of(request, public_id)
    form = kind(request.POST or None, version=missing.version)
    given: dict[str, Any] = {"missing": missing, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, act, **given, **form.cleaned_data):
        return redirect(missing)
    return form_page(request, missing.case, form, heading, back=missing.get_absolute_url())
