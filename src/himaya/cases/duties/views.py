"""Pages of duties."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import DUTY_ANSWER, DUTY_VERIFY, MEETING_READ
from himaya.cases.duties import actions, forms
from himaya.cases.duties.models import Duty
from himaya.cases.duties.page import duty_page
from himaya.cases.duties.queries import duties
from himaya.cases.meetings.views.agenda import item_form, kept_item


def duty_of(request: StaffRequest, public_id: str) -> Duty:
    """The duty, if this person may see it."""
    found: Duty = fetch(request, duties().visible_to(request.user), public_id=public_id)
    return found


def _act(request: StaffRequest, duty: Duty, form: Any, heading: str, **more: Any) -> HttpResponse:
    context = {**duty_page(duty, request.user), "form": form, "heading": heading, "submit": heading, **more}
    return render(request, "cases/duties/act.html", context)


@screen(MEETING_READ, logs="agenda.viewed")
def duty_give(request: StaffRequest, public_id: str) -> HttpResponse:
    """A decision asks something of an agency."""
    item = kept_item(request, public_id)
    form = forms.GiveForm(request.POST or None)
    if form.is_valid() and attempt(form, actions.give_duty, item=item, by=request.user, **form.cleaned_data):
        return redirect(item)
    lead = _("The organisation reads what you write here, and nothing of the case or the meeting.")
    return item_form(request, form, item, _("Give a task"), lead=lead)


@screen(MEETING_READ, logs="duty.viewed")
def duty_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One duty, as both sides see it."""
    duty = duty_of(request, public_id)
    return render(request, "cases/duties/detail.html", duty_page(duty, request.user))


@screen(DUTY_ANSWER, logs="duty.viewed")
def duty_answer(request: StaffRequest, public_id: str) -> HttpResponse:
    """Accept or refuse."""
    duty = duty_of(request, public_id)
    form = forms.AnswerForm(request.POST or None, version=duty.version)
    if form.is_valid():
        data = form.cleaned_data
        given: dict[str, Any] = {
            "duty": duty,
            "by": request.user,
            "expected": form.version,
            "note": data["note"],
        }
        if data["answer"] == "accept":
            done = attempt(form, actions.accept_duty, **given)
        else:
            done = attempt(form, actions.refuse_duty, reason=data["reason"], **given)
        if done:
            return redirect("cases:referral-inbox")
    return _act(request, duty, form, _("Answer"))


@screen(DUTY_ANSWER, logs="duty.viewed")
def duty_report(request: StaffRequest, public_id: str) -> HttpResponse:
    """Report it done."""
    duty = duty_of(request, public_id)
    form = forms.ReportForm(request.POST or None, version=duty.version)
    given: dict[str, Any] = {"duty": duty, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.report_duty, **given, **form.cleaned_data):
        return redirect(duty)
    return _act(request, duty, form, _("Report as done"))


@screen(DUTY_VERIFY, logs="duty.viewed")
def duty_check(request: StaffRequest, public_id: str) -> HttpResponse:
    """Confirm it, or send it back."""
    duty = duty_of(request, public_id)
    form = forms.CheckForm(request.POST or None, version=duty.version)
    if form.is_valid():
        data = form.cleaned_data
        given: dict[str, Any] = {
            "duty": duty,
            "by": request.user,
            "expected": form.version,
            "note": data["note"],
        }
        if data["outcome"] == "done":
            done = attempt(form, actions.confirm_duty, **given)
        else:
            done = attempt(form, actions.send_back_duty, due_on=data["due_on"], **given)
        if done:
            return redirect(duty)
    return _act(request, duty, form, _("Check"))


@screen(DUTY_VERIFY, logs="duty.viewed")
def duty_withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """Take it back."""
    duty = duty_of(request, public_id)
    form = forms.ConfirmForm(request.POST or None, version=duty.version)
    given: dict[str, Any] = {"duty": duty, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.withdraw_duty, **given):
        return redirect(duty)
    return _act(request, duty, form, _("Take back"), danger="yes")
