"""Calling a conference, planning a session, who takes part, inviting, and putting off."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import open_dossier
from himaya.access.gate import SYSTEM, action, require_version
from himaya.access.models import User
from himaya.access.roles import CASE_WORK, COMMISSION_KEEP, MEETING_READ
from himaya.cases.casefile.actions import hold as hold_case
from himaya.cases.casefile.actions import raise_walls, require, settle_grants
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import may_write
from himaya.cases.commission.models import Commission
from himaya.cases.commission.queries import seats_on
from himaya.cases.commission.rules import is_sitting
from himaya.cases.meetings.actions.agenda import leave_agenda, new_item
from himaya.cases.meetings.actions.letting import let_into_meeting, open_items_to, shut_items, shut_out
from himaya.cases.meetings.models import AgendaItem, Attendee, Meeting
from himaya.cases.meetings.process import CHANGED, INVITED, AgendaWork, MeetingWork
from himaya.cases.meetings.queries import attendees_of
from himaya.cases.meetings.rules import keeper_acts, may_invite_now
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import close_tasks, tell_all
from himaya.workflow.models import Task


def held_meeting(meeting: Meeting, by: Any, expected: int | None = None) -> Meeting:
    """The meeting as it is now, kept still until the transaction ends, for who keeps it."""
    rows = Meeting.objects.select_for_update(of=("self",))
    held: Meeting = rows.select_related("dossier__unit", "keeper").get(pk=meeting.pk)
    require_version(held, expected)
    require(keeper_acts(held, by))
    return held


@action(CASE_WORK, on="case")
def call_conference(
    *, case: Case, starts_at: datetime, place: str, question: str, proposal: str, by: User
) -> Meeting:
    """A conference about one case. Its one item is the case; who called it keeps it and takes part."""
    case = hold_case(case)
    require(may_write(case))
    _require_future(starts_at)
    dossier = open_dossier(kind="meeting", unit=case.dossier.unit, sensitivity=case.dossier.sensitivity)
    raise_walls(case.dossier, dossier, by=by)
    meeting = Meeting(
        dossier=dossier, kind=Meeting.CONFERENCE, case=case, starts_at=starts_at, place=place, keeper=by
    )
    MeetingWork.begin(meeting, MeetingWork.plan, by=by, facts={"case": case.pk})
    item = new_item(case, question=question, proposal=proposal, by=by, meeting=meeting)
    AgendaWork.begin(item, AgendaWork.put, by=by, facts={"case": case.pk})
    raise_walls(case.dossier, item.dossier, by=by)
    settle_grants(case)
    let_into_meeting(meeting, by, by)
    _name(
        meeting, part="worker", user=by, name=by.full_name, organisation=str(case.dossier.unit), has_vote=True
    )
    for task in Task.objects.filter(kind="review.conference", dossier=case.dossier, closed_at__isnull=True):
        close_tasks(key=task.key, by=by, outcome="called")
    return meeting


@action(COMMISSION_KEEP, on="commission")
def plan_session(*, commission: Commission, starts_at: datetime, place: str, by: User) -> Meeting:
    """A session of a commission: everybody who sits in it on that day takes part."""
    require(is_sitting(commission))
    _require_future(starts_at)
    dossier = open_dossier(kind="meeting", unit=commission.unit)
    meeting = Meeting(
        dossier=dossier, kind=Meeting.SESSION, commission=commission, starts_at=starts_at, place=place,
        keeper=commission.secretary or by,
    )  # fmt: skip
    MeetingWork.begin(meeting, MeetingWork.plan, by=by, facts={"commission": commission.pk})
    let_into_meeting(meeting, meeting.keeper, by)
    for seat in seats_on(commission, clock.local(starts_at).date()):
        _name(
            meeting, part=seat.function, user=seat.user, name=seat.user.full_name,
            organisation=str(seat.stands_for), has_vote=True,
        )  # fmt: skip
    return meeting


def _require_future(starts_at: datetime) -> None:
    if clock.local(starts_at).date() < clock.today():
        raise Refused(_("This day has passed."), field="starts_at")


def _name(meeting: Meeting, *, user: User | None, **told: Any) -> Attendee:
    attendee: Attendee = Attendee.objects.create(dossier=meeting.dossier, meeting=meeting, user=user, **told)
    return attendee


@action(MEETING_READ, on="meeting")
def add_attendee(
    *,
    meeting: Meeting,
    part: str,
    by: Any,
    user: User | None = None,
    name: str = "",
    organisation: str = "",
    has_vote: bool = False,
) -> Attendee:
    """Names somebody who takes part: a user, or somebody else by name and organisation. In a commission only its
    members vote."""
    held = held_meeting(meeting, by)
    require(may_invite_now(held))
    if user is None and not name.strip():
        raise Refused(_("Choose a colleague or write a name."), field="name")
    if has_vote and not held.is_conference:
        raise Refused(_("In a commission only its members vote."), field="has_vote")
    if user is not None and held.attendees.filter(user=user, removed_at__isnull=True).exists():
        raise Refused(_("This person takes part already."), field="user")
    attendee = _name(
        held,
        user=user,
        part=part,
        name=user.full_name if user else name,
        organisation=organisation,
        has_vote=has_vote,
    )
    if held.status == MeetingWork.invited.name:
        _let_in(held, [attendee], by)
    return attendee


@action(MEETING_READ, on="attendee")
def remove_attendee(*, attendee: Attendee, by: Any) -> Attendee:
    """Takes somebody off the list before the meeting; they no longer read anything of it."""
    held = held_meeting(attendee.meeting, by)
    require(may_invite_now(held))
    if attendee.user_id == held.keeper_id:
        raise Refused(_("Who keeps the meeting stays on the list."))
    forget_attendee(attendee, held)
    return attendee


def forget_attendee(attendee: Attendee, meeting: Meeting) -> None:
    """Part of another action: somebody does not take part after all."""
    attendee.removed_at = clock.now()
    attendee.save(update_fields=["removed_at"])
    shut_out(attendee, meeting)


@action(MEETING_READ, on="meeting")
def invite_people(*, meeting: Meeting, by: Any, expected: int | None = None) -> Meeting:
    """Invites: those with an account are told, without a word of any case, and read what lies before the meeting from
    now on."""
    held = held_meeting(meeting, by, expected)
    MeetingWork.move(held, MeetingWork.invite, by=by, facts={"starts_at": held.starts_at})
    _let_in(held, attendees_of(held), by)
    return held


def _let_in(meeting: Meeting, attendees: list[Attendee], by: Any) -> None:
    users = [a.user for a in attendees if a.user is not None]
    for user in users:
        let_into_meeting(meeting, user, by)
    open_items_to(meeting, by)
    _tell(meeting, users, INVITED, by)


def _tell(meeting: Meeting, users: list[User], kind: str, by: Any) -> None:
    tell_all(
        users=[user for user in users if user.pk != by.pk],
        kind=kind,
        key=f"{kind}:{meeting.pk}:{meeting.version}",
        url=meeting.get_absolute_url(),
        reference=meeting.reference,
    )


@action(MEETING_READ, on="meeting")
def postpone_meeting(
    *, meeting: Meeting, reason: str, by: Any, note: str = "", expected: int | None = None
) -> Meeting:
    """Puts a meeting off; until it is planned anew nobody reads what was to be laid before it."""
    return _stop(meeting, MeetingWork.postpone, reason, note, by, expected)


@action(MEETING_READ, on="meeting")
def cancel_meeting(
    *, meeting: Meeting, reason: str, by: Any, note: str = "", expected: int | None = None
) -> Meeting:
    """The meeting will not be. What stood on a commission's agenda waits for another session; a conference ends."""
    held = _stop(meeting, MeetingWork.cancel, reason, note, by, expected)
    for item in held.items.filter(status=AgendaWork.listed.name):
        put_back(item, held, by)
    return held


def put_back(item: AgendaItem, meeting: Meeting, by: Any) -> None:
    """Part of another action: an item leaves the agenda of a meeting that does not decide it."""
    if meeting.is_conference or item.case_id is None:
        AgendaWork.move(item, AgendaWork.withdraw, by=SYSTEM)
    else:
        leave_agenda(item, AgendaWork.put_off, by)


def _stop(meeting: Meeting, move: Any, reason: str, note: str, by: Any, expected: int | None) -> Meeting:
    held = held_meeting(meeting, by, expected)
    was_invited = held.status == MeetingWork.invited.name
    MeetingWork.move(held, move, by=by, reason=reason)
    held.change_reason, held.change_note = reason, note
    held.save(update_fields=["change_reason", "change_note"])
    shut_items(held)
    if was_invited:
        _tell(held, [a.user for a in attendees_of(held) if a.user is not None], CHANGED, by)
    return held


@action(MEETING_READ, on="meeting")
def plan_again(
    *, meeting: Meeting, starts_at: datetime, place: str, by: Any, expected: int | None = None
) -> Meeting:
    """A new day for a meeting that was put off; invitations go out anew."""
    held = held_meeting(meeting, by, expected)
    _require_future(starts_at)
    MeetingWork.move(held, MeetingWork.plan_again, by=by, facts={"starts_at": starts_at})
    held.starts_at, held.place = starts_at, place
    held.save(update_fields=["starts_at", "place"])
    return held
