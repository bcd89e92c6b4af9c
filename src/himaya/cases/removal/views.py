"""Pages of a removal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import CASE_READ, EMERGENCY_WORK
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.queries import children_of, faces_on
from himaya.cases.casefile.views import case_of
from himaya.cases.removal import actions, forms
from himaya.cases.removal.page import act_of, form_of, removal_of, removal_page, written
from himaya.cases.voice.queries import stated_before
from himaya.workflow.queries import typed_before


@screen(EMERGENCY_WORK, logs="case.viewed")
def removal_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """A child is taken to safety, or was."""
    case = case_of(request, public_id)
    draft = f"removal-{case.public_id}"
    children = children_of(faces_on(case))
    first = {"child": str(children[0].member_id)} if len(children) == 1 else {}
    first |= {"best_interests": stated_before(case)} | typed_before(request.user, draft)
    form = form_of(request, case, forms.RemovalForm, initial=first)
    if form.is_valid():
        said = dict(form.cleaned_data)
        given: dict[str, Any] = {"taken_at": said.pop("taken_at"), "by": request.user}
        if made := attempt(form, actions.remove_child, case=case, act=act_of(case, said), **given):
            return redirect(made)
    lead = _(
        "First make the child safe. Write what you know: what is missing becomes a task and holds nothing back."
    )
    words = {"submit": _("Write it down"), "draft": reverse("workflow:draft-keep", args=[draft])}
    return form_page(request, case, form, _("Take the child to safety"), lead=lead, **words)


@screen(CASE_READ, logs="removal.viewed")
def removal_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One removal."""
    removal = removal_of(request, public_id)
    return render(
        request, "cases/removal/detail.html", removal_page(request, removal, letter=forms.LanguageForm())
    )


@screen(EMERGENCY_WORK, logs="removal.place_viewed")
def removal_place(request: StaffRequest, public_id: str) -> HttpResponse:
    """The hidden address, for who needs it; looking at it is written down."""
    removal = removal_of(request, public_id)
    return render(request, "cases/removal/place.html", removal_page(request, removal))


@screen(EMERGENCY_WORK, logs="removal.viewed")
def removal_write(request: StaffRequest, public_id: str) -> HttpResponse:
    """Fills in and corrects the act."""
    removal = removal_of(request, public_id)
    form = form_of(
        request, removal.case, forms.ActForm, initial=written(removal), version=removal.version, saved=written
    )
    given: dict[str, Any] = {"removal": removal, "by": request.user, "expected": form.version}
    if form.is_valid():
        act = act_of(removal.case, dict(form.cleaned_data))
        if attempt(form, actions.write_act, act=act, **given):
            return redirect(removal)
    heading, back = _("Write the act"), removal.get_absolute_url()
    return form_page(request, removal.case, form, heading, back=back)


@screen(EMERGENCY_WORK, logs="removal.viewed")
def removal_carry_out(request: StaffRequest, public_id: str) -> HttpResponse:
    """The child was taken."""
    return _step(request, public_id, forms.CarryOutForm, actions.carry_out, _("The child was taken"))


@screen(EMERGENCY_WORK, logs="removal.viewed")
def removal_check(request: StaffRequest, public_id: str) -> HttpResponse:
    """Is it still needed?"""
    return _step(request, public_id, forms.CheckForm, actions.check_removal, _("Is it still needed?"))


@screen(EMERGENCY_WORK, logs="removal.viewed")
def removal_return(request: StaffRequest, public_id: str) -> HttpResponse:
    """The child went back."""
    return _step(request, public_id, forms.ReturnForm, actions.return_child, _("The child went back"))


@screen(EMERGENCY_WORK, logs="removal.viewed")
def removal_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """It was not carried out."""
    heading = _("It was not carried out")
    return _step(request, public_id, forms.WithdrawForm, actions.withdraw_removal, heading, danger="yes")


def _step(
    request: StaffRequest, public_id: str, kind: Any, act: Any, heading: str, **more: Any
) -> HttpResponse:
    removal = removal_of(request, public_id)
    form = kind(request.POST or None, version=removal.version)
    given: dict[str, Any] = {"removal": removal, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, act, **given, **form.cleaned_data):
        return redirect(removal)
    return form_page(request, removal.case, form, heading, back=removal.get_absolute_url(), **more)


@screen(EMERGENCY_WORK, logs="removal.viewed")
def removal_claim(request: StaffRequest, public_id: str) -> HttpResponse:
    """The claim went to court."""
    removal = removal_of(request, public_id)
    form = forms.ClaimForm(request.POST or None, version=removal.version)
    given: dict[str, Any] = {"removal": removal, "by": request.user, "expected": form.version}
    if form.is_valid():
        filing = actions.Filing(**form.cleaned_data)
        if attempt(form, actions.claim_removal, filing=filing, **given):
            return redirect(removal)
    heading, back = _("The claim was filed"), removal.get_absolute_url()
    return form_page(request, removal.case, form, heading, back=back)


@screen(EMERGENCY_WORK, logs="removal.viewed")
def removal_act(request: StaffRequest, public_id: str) -> HttpResponse:
    """The act as a numbered letter."""
    removal = removal_of(request, public_id)
    form = forms.LanguageForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.make_act, removal=removal, by=request.user, **form.cleaned_data
    ):
        return redirect(removal)
    lead = _("It carries neither the child's own words nor a hidden address.")
    heading, back = _("Make the act"), removal.get_absolute_url()
    return form_page(request, removal.case, form, heading, lead=lead, submit=heading, back=back)
