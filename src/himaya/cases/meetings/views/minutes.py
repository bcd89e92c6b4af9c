"""Pages of the minutes: writing, signing, correcting."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, screen
from himaya.access.roles import MEETING_READ
from himaya.cases.meetings import actions, forms
from himaya.cases.meetings.minutes import chair_of
from himaya.cases.meetings.models import Meeting
from himaya.cases.meetings.page import text_page
from himaya.cases.meetings.views.calling import act_page, kept, meeting_of
from himaya.workflow.actions import wrong_password


def _sign_page(request: StaffRequest, meeting: Meeting, form: Any, heading: str) -> HttpResponse:
    if form.is_bound and form.has_error("password"):
        wrong_password(by=request.user)
    context = {**text_page(meeting, request.user), "form": form, "heading": heading, "submit": heading}
    return render(request, "cases/meetings/sign.html", context)


@screen(MEETING_READ, logs="meeting.viewed")
def minutes_write(request: StaffRequest, public_id: str) -> HttpResponse:
    """Close the text for signing."""
    meeting = kept(request, public_id)
    form = forms.ConfirmForm(request.POST or None, version=meeting.version)
    given: dict[str, Any] = {"meeting": meeting, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.write_minutes, **given):
        return redirect(meeting)
    return _sign_page(request, meeting, form, _("Write the minutes"))


@screen(MEETING_READ, logs="meeting.viewed")
def minutes_chair(request: StaffRequest, public_id: str) -> HttpResponse:
    """The chair signs."""
    meeting = meeting_of(request, public_id)
    form = forms.SignForm(request.POST or None)
    if form.is_valid() and attempt(
        form, actions.sign_as_chair, meeting=meeting, by=request.user, **form.cleaned_data
    ):
        return redirect(meeting)
    return _sign_page(request, meeting, form, _("Sign as chair"))


@screen(MEETING_READ, logs="meeting.viewed")
def minutes_sign(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who kept the meeting signs last; the papers are made."""
    meeting = kept(request, public_id)
    chair = chair_of(meeting)
    form = forms.CloseForm(request.POST or None, paper=chair is not None and chair.user_id is None)
    if form.is_valid() and attempt(
        form, actions.sign_minutes, meeting=meeting, by=request.user, **form.cleaned_data
    ):
        return redirect(meeting)
    return _sign_page(request, meeting, form, _("Sign and close"))


@screen(MEETING_READ, logs="meeting.viewed")
def minutes_correct(request: StaffRequest, public_id: str) -> HttpResponse:
    """Open signed minutes for a correction."""
    meeting = kept(request, public_id)
    form = forms.CorrectForm(request.POST or None, version=meeting.version)
    given: dict[str, Any] = {"meeting": meeting, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.correct_minutes, **given, **form.cleaned_data):
        return redirect(meeting)
    lead = _("What was signed stays as it was. The corrected text becomes a new version and is signed anew.")
    return act_page(request, form, meeting, _("Correct the minutes"), lead=lead)
