"""Pages of meetings: the list, one meeting, who takes part, putting it off and holding it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_READ, CASE_WORK, COMMISSION_KEEP, MEETING_READ
from himaya.cases.casefile.frame import form_page
from himaya.cases.casefile.views import case_of
from himaya.cases.commission.queries import commissions
from himaya.cases.meetings import actions, forms
from himaya.cases.meetings.models import Attendee, Meeting
from himaya.cases.meetings.page import case_page, crumbs_to, home_page, meeting_page
from himaya.cases.meetings.queries import attendees_of, meetings
from himaya.cases.meetings.rules import keeper_acts
from himaya.kit.errors import Refused


def meeting_of(request: StaffRequest, public_id: str) -> Meeting:
    """The meeting, if this person may see it."""
    found: Meeting = fetch(request, meetings().visible_to(request.user), public_id=public_id)
    return found


def kept(request: StaffRequest, public_id: str) -> Meeting:
    """The meeting, for who keeps it; to anybody else the page says so."""
    meeting = meeting_of(request, public_id)
    verdict = keeper_acts(meeting, request.user)
    if not verdict:
        raise Refused(str(verdict.reason))
    return meeting


def act_page(request: StaffRequest, form: Any, meeting: Meeting, heading: str, **more: Any) -> HttpResponse:
    """A page with one form about a meeting."""
    context = {
        "form": form,
        "heading": heading,
        "crumbs": crumbs_to(meeting, request.user),
        "back": meeting.get_absolute_url(),
        "submit": heading,
        **more,
    }
    return render(request, "cases/meetings/act.html", context)


@screen(MEETING_READ, logs="meetings.listed")
def meeting_list(request: StaffRequest) -> HttpResponse:
    """Meetings to come, with their agenda; what was put before one's commission."""
    return render(request, "cases/meetings/home.html", home_page(request.user))


@screen(CASE_READ, logs="meetings.listed")
def case_meetings(request: StaffRequest, public_id: str) -> HttpResponse:
    """The meetings about a case."""
    return render(request, "cases/meetings/part.html", case_page(request, case_of(request, public_id)))


@screen(MEETING_READ, logs="meeting.viewed")
def meeting_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One meeting."""
    meeting = meeting_of(request, public_id)
    return render(request, "cases/meetings/detail.html", meeting_page(meeting, request.user))


@screen(CASE_WORK, logs="case.viewed")
def conference_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """Call a conference about a case."""
    case = case_of(request, public_id)
    form = forms.ConferenceForm(request.POST or None)
    if form.is_valid() and (
        done := attempt(form, actions.call_conference, case=case, by=request.user, **form.cleaned_data)
    ):
        return redirect(done)
    lead = _("Those you invite read what you write here and lay before them. They do not see the case.")
    return form_page(
        request, case, form, _("Call a case conference"), lead=lead, submit=_("Call a case conference")
    )


@screen(COMMISSION_KEEP, logs="commission.viewed")
def session_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """Plan a session of a commission."""
    commission = fetch(request, commissions().visible_to(request.user), public_id=public_id)
    form = forms.WhenForm(request.POST or None)
    if form.is_valid() and (
        done := attempt(
            form, actions.plan_session, commission=commission, by=request.user, **form.cleaned_data
        )
    ):
        return redirect(done)
    more = {"heading": _("Plan a session"), "lead": str(commission), "submit": _("Plan a session")}
    context = {"form": form, "crumbs": [], "back": commission.get_absolute_url(), **more}
    return render(request, "cases/meetings/act.html", context)


@screen(MEETING_READ, logs="meeting.viewed")
def attendee_new(request: StaffRequest, public_id: str) -> HttpResponse:
    """Name somebody who takes part."""
    meeting = kept(request, public_id)
    form = forms.AttendeeForm(request.POST or None, meeting=meeting)
    if form.is_valid() and attempt(
        form, actions.add_attendee, meeting=meeting, by=request.user, **form.cleaned_data
    ):
        return redirect(meeting)
    return act_page(request, form, meeting, _("Add somebody"))


@require_POST
@screen(MEETING_READ)
def attendee_remove(request: StaffRequest, public_id: str) -> HttpResponse:
    """Take somebody off the list."""
    rows = Attendee.objects.visible_to(request.user).select_related("meeting__dossier__unit", "user")
    attendee = fetch(request, rows, public_id=public_id)
    actions.remove_attendee(attendee=attendee, by=request.user)
    return redirect(attendee.meeting)


@screen(MEETING_READ, logs="meeting.viewed")
def meeting_invite(request: StaffRequest, public_id: str) -> HttpResponse:
    """Send the invitations."""
    meeting = kept(request, public_id)
    form = forms.ConfirmForm(request.POST or None, version=meeting.version)
    given: dict[str, Any] = {"meeting": meeting, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.invite_people, **given):
        return redirect(meeting)
    lead = _(
        "Those with an account are told without a word of any case, and read what lies before the meeting from now on."
    )
    return act_page(request, form, meeting, _("Invite"), lead=lead)


@screen(MEETING_READ, logs="meeting.viewed")
def meeting_postpone(request: StaffRequest, public_id: str) -> HttpResponse:
    """Put a meeting off."""
    return _stopped(request, public_id, actions.postpone_meeting, _("Postpone"))


@screen(MEETING_READ, logs="meeting.viewed")
def meeting_cancel(request: StaffRequest, public_id: str) -> HttpResponse:
    """Cancel a meeting."""
    return _stopped(request, public_id, actions.cancel_meeting, _("Cancel the meeting"), danger="yes")


def _stopped(request: StaffRequest, public_id: str, action: Any, heading: str, **more: Any) -> HttpResponse:
    meeting = kept(request, public_id)
    form = forms.StopForm(request.POST or None, version=meeting.version)
    given: dict[str, Any] = {"meeting": meeting, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, action, **given, **form.cleaned_data):
        return redirect(meeting)
    return act_page(request, form, meeting, heading, **more)


@screen(MEETING_READ, logs="meeting.viewed")
def meeting_again(request: StaffRequest, public_id: str) -> HttpResponse:
    """A new day for a meeting that was put off."""
    meeting = kept(request, public_id)
    first = {"starts_at": meeting.starts_at, "place": meeting.place}
    form = forms.WhenForm(request.POST or None, initial=first, version=meeting.version)
    given: dict[str, Any] = {"meeting": meeting, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.plan_again, **given, **form.cleaned_data):
        return redirect(meeting)
    return act_page(request, form, meeting, _("Plan anew"))


@screen(MEETING_READ, logs="meeting.viewed")
def meeting_hold(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who is there, and who is in the chair."""
    meeting = kept(request, public_id)
    people = attendees_of(meeting)
    first: dict[str, Any] = {f"at_{p.public_id}": p.attendance for p in people if p.attendance != p.INVITED}
    first["chair"] = next((p.public_id for p in people if p.chaired or p.part == "chair"), "")
    first["held_at"] = meeting.held_at or meeting.starts_at
    form = forms.HoldForm(request.POST or None, people=people, initial=first, version=meeting.version)
    given: dict[str, Any] = {"meeting": meeting, "by": request.user, "expected": form.version}
    if form.is_valid():
        data = form.cleaned_data
        told = {"held_at": data["held_at"], "chair": data["chair"], "attendance": form.attendance()}
        if attempt(form, actions.hold_meeting, **given, **told):
            return redirect(meeting)
    return act_page(request, form, meeting, _("Who is there"), submit=_("Save"))
