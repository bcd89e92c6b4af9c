"""Who reads what is laid before a meeting: from the invitation until a norm's days after it, and nobody else."""

from typing import Any

from himaya.access.actions import end_grants, grant
from himaya.access.gate import SYSTEM
from himaya.access.models import Grant, User
from himaya.access.queries import shut_out_of
from himaya.cases.meetings.models import AgendaItem, Attendee, ConflictOfInterest, Meeting
from himaya.cases.meetings.process import MeetingWork
from himaya.cases.meetings.queries import attendees_of
from himaya.cases.meetings.rules import open_until
from himaya.kit import clock

GROUND = "agenda"
# States of a meeting in which those invited read what lies before it.
OPEN = (MeetingWork.invited.name, MeetingWork.held.name)
WALLED = "walled"


def source_of(meeting: Meeting) -> str:
    """By what the grants of those invited are found again."""
    return f"meeting:{meeting.pk}"


def let_into_meeting(meeting: Meeting, user: User, by: Any) -> None:
    """When and where it is, and who comes; nothing of what it is about."""
    grant(dossier=meeting.dossier, user=user, ground=GROUND, source=source_of(meeting), by=by)


def open_items_to(meeting: Meeting, by: Any) -> None:
    """Opens every item of the agenda to those invited, as far as the meeting has come."""
    for item in meeting.items.select_related("dossier__unit"):
        open_item(item, meeting, by)


def open_item(item: AgendaItem, meeting: Meeting, by: Any) -> None:
    """Opens one item to those who take part, until the norm's days after the meeting. Who is kept out of the case
    stands aside from the item."""
    if meeting.status not in OPEN:
        return
    end_grants(ground=GROUND, source=source_of(meeting), dossier=item.dossier)
    shut = set(shut_out_of(item.dossier))
    for attendee in attendees_of(meeting):
        if attendee.user is None or not (attendee.has_vote or meeting.is_conference):
            continue
        if attendee.user_id in shut:
            _stands_aside(item, meeting, attendee)
            continue
        until = open_until(meeting)
        grant(
            dossier=item.dossier,
            user=attendee.user,
            ground=GROUND,
            source=source_of(meeting),
            by=by,
            expires_at=until,
        )


def _stands_aside(item: AgendaItem, meeting: Meeting, attendee: Attendee) -> None:
    ConflictOfInterest.objects.get_or_create(
        item=item,
        attendee=attendee,
        defaults={"dossier": meeting.dossier, "meeting": meeting, "why": WALLED, "declared_at": clock.now()},
    )


def shut_out(attendee: Attendee, meeting: Meeting) -> None:
    """Somebody does not take part after all: they read nothing more of the meeting."""
    if attendee.user is None:
        return
    rows = Grant.objects.filter(ground=GROUND, source=source_of(meeting), ended_at__isnull=True)
    rows.filter(user=attendee.user).update(ended_at=clock.now())


def shut_items(meeting: Meeting) -> None:
    """Nobody reads what was to be laid before a meeting that is put off or cancelled."""
    for item in meeting.items.select_related("dossier"):
        end_grants(ground=GROUND, source=source_of(meeting), dossier=item.dossier)


def let_keeper_in(item: AgendaItem, user: User, by: Any, *, until: Any = None) -> None:
    """Who prepares a session reads what is put before it, from then on and until it is over."""
    source = f"agenda:{item.pk}"
    end_grants(ground=GROUND, source=source, dossier=item.dossier)
    grant(dossier=item.dossier, user=user, ground=GROUND, source=source, by=by, expires_at=until)


def leave_keeper(item: AgendaItem, meeting: Meeting) -> None:
    """The minutes are signed: who kept the session reads the item as long as its members."""
    let_keeper_in(item, meeting.keeper, SYSTEM, until=open_until(meeting))
