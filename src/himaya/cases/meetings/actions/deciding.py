"""Holding a meeting: who is there, who stands aside, how each voted, and what was decided."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import wall_off
from himaya.access.gate import action, require_version
from himaya.access.models import User
from himaya.access.roles import MEETING_READ
from himaya.cases.casefile.actions import require
from himaya.cases.commission.actions import note_session
from himaya.cases.meetings.actions.calling import held_meeting
from himaya.cases.meetings.actions.letting import open_items_to
from himaya.cases.meetings.models import AgendaItem, Attendee, ConflictOfInterest, Meeting, Vote
from himaya.cases.meetings.process import CONFERENCE, AgendaWork, MeetingWork
from himaya.cases.meetings.queries import attendee_of, attendees_of
from himaya.cases.meetings.rules import (
    all_have_voted,
    dissent_is_told,
    keeper_acts,
    may_decide,
    may_declare,
    may_vote,
    outcome_fits,
    quorum_on,
    voices_of,
)
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.workflow.actions import end_clock


@action(MEETING_READ, on="meeting")
def hold_meeting(
    *,
    meeting: Meeting,
    held_at: datetime,
    chair: str,
    attendance: Mapping[str, str],
    by: Any,
    expected: int | None = None,
) -> Meeting:
    """Writes down who is there and who is in the chair (`attendance`: an attendee's public id to the code;
    `chair`: the public id of somebody present). May be written anew until the minutes are signed."""
    held = held_meeting(meeting, by, expected)
    people = attendees_of(held)
    _require_present_chair(people, chair, attendance)
    for person in people:
        person.attendance = attendance.get(person.public_id, person.attendance)
        person.chaired = person.public_id == chair
        person.save(update_fields=["attendance", "chaired"])
    first = held.status != MeetingWork.held.name
    if first:
        MeetingWork.move(held, MeetingWork.hold, by=by, facts={"chair": chair})
    held.held_at, held.voices = held_at, len(voices_of(held))
    held.save(update_fields=["held_at", "voices"])
    open_items_to(held, by)
    if first:
        _note_held(held, by)
    return held


def _require_present_chair(people: list[Attendee], chair: str, attendance: Mapping[str, str]) -> None:
    person = next((p for p in people if p.public_id == chair), None)
    if person is None or attendance.get(chair) != Attendee.PRESENT:
        raise Refused(_("Somebody who is present is in the chair."), field="chair")
    if not person.has_vote:
        raise Refused(_("Who is in the chair has a vote."), field="chair")


def _note_held(meeting: Meeting, by: Any) -> None:
    if meeting.commission is not None:
        note_session(meeting.commission, on=clock.local(meeting.held_at or clock.now()).date(), by=by)
    else:
        end_clock(process="case", subject_id=meeting.case_id or 0, name=CONFERENCE.name, met=True)


@action(MEETING_READ, on="item")
def declare_conflict(
    *, item: AgendaItem, why: str, by: User, attendee: Attendee | None = None
) -> ConflictOfInterest:
    """Somebody stands aside from an item: they see nothing more of it, are not counted and do not vote. Declared by
    themselves, or written down by who keeps the meeting."""
    held = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("dossier__unit", "meeting")
        .get(pk=item.pk)
    )
    require(may_declare(held))
    meeting: Any = held.meeting
    person = attendee or attendee_of(meeting, by)
    if person is None or person.meeting_id != meeting.pk:
        raise Refused(_("Only who takes part in the meeting stands aside."), field="attendee")
    if person.user_id != by.pk:
        require(keeper_acts(meeting, by))
    if person.user_id == meeting.keeper_id:
        raise Refused(
            _("Who keeps the minutes cannot stand aside. Let somebody else keep this meeting."), field="why"
        )
    if held.conflicts.filter(attendee=person).exists():
        raise Refused(_("This conflict of interest is written down already."))
    conflict: ConflictOfInterest = ConflictOfInterest.objects.create(
        dossier=meeting.dossier, meeting=meeting, item=held, attendee=person, why=why, declared_at=clock.now(),
        declared_by=by,
    )  # fmt: skip
    if person.user is not None:  # whatever let them in, the wall stands before it
        wall_off(dossier=held.dossier, user=person.user, reason="conflict", by=by)
    return conflict


@action(MEETING_READ, on="item")
def cast_vote(*, item: AgendaItem, vote: str, by: User, dissent: str = "") -> Vote:
    """One's own voice, while the meeting is held; may be changed until the decision is written."""
    held = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("dossier", "meeting")
        .get(pk=item.pk)
    )
    attendee = attendee_of(held.meeting, by)
    require(may_vote(held, attendee))
    if vote == Vote.AGAINST and not dissent.strip():
        raise Refused(_("Write why you are against: it stands in the minutes."), field="dissent")
    assert attendee is not None
    return _note_vote(held, attendee, vote, dissent, by)


def _note_vote(item: AgendaItem, attendee: Attendee, vote: str, dissent: str, by: Any) -> Vote:
    told = {"vote": vote, "dissent": dissent, "at": clock.now(), "by": by}
    noted: Vote
    noted, _made = Vote.objects.update_or_create(
        item=item, attendee=attendee, defaults=told, create_defaults={"dossier": item.dossier, **told}
    )
    return noted


@action(MEETING_READ, on="item")
def record_decision(
    *,
    item: AgendaItem,
    votes: Mapping[str, tuple[str, str]],
    by: Any,
    without_quorum_why: str = "",
    expected: int | None = None,
    **told: Any,
) -> AgendaItem:
    """Writes what was heard and decided (`votes`: an attendee's public id to vote and dissent). Without a quorum, or
    with something missing that must be heard, only in an emergency, which is explained; then a task remains."""
    rows = AgendaItem.objects.select_for_update(of=("self",))
    held: AgendaItem = rows.select_related("dossier__unit", "meeting__dossier__unit", "answer_to").get(
        pk=item.pk
    )
    require_version(held, expected)
    require(may_decide(held))
    meeting: Any = held.meeting
    require(keeper_acts(meeting, by))
    for attendee in voices_of(meeting):
        vote, dissent = votes.get(attendee.public_id, ("", ""))
        if vote:
            _note_vote(held, attendee, vote, dissent, by)
    for name, value in told.items():
        setattr(held, name, value)
    held.without_quorum_why = without_quorum_why
    _decide(held, by, bool(without_quorum_why.strip()))
    quorum = quorum_on(held)
    held.present, held.needed = quorum.present, quorum.needed
    held.decided_at, held.decided_by = clock.now(), by
    held.save(update_fields=[*told, "without_quorum_why", "present", "needed", "decided_at", "decided_by"])
    return held


def _decide(item: AgendaItem, by: Any, urgent: bool) -> None:
    facts = {"decision": item.decision_kind}
    if (
        item.status == AgendaWork.decided.name
    ):  # written anew before the minutes are signed: the same must be true
        needs = AgendaWork.decide.needs[:3] if urgent else AgendaWork.decide.needs
        for guard in needs:
            require(guard(item, facts))
        return
    if urgent:
        for guard in (all_have_voted, dissent_is_told, outcome_fits):
            require(guard(item, facts))
    AgendaWork.move(item, AgendaWork.decide_urgently if urgent else AgendaWork.decide, by=by, facts=facts)
