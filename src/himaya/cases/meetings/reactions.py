"""What happens to meetings when a case or a commission changes."""

from typing import Any

from django.dispatch import receiver

from himaya.access.gate import SYSTEM
from himaya.cases.casefile.signals import case_closed, case_registered, risk_changed
from himaya.cases.commission.signals import seat_ended
from himaya.cases.meetings.actions.agenda import leave_agenda
from himaya.cases.meetings.actions.calling import forget_attendee
from himaya.cases.meetings.actions.watching import await_conference, risk_was
from himaya.cases.meetings.models import AgendaItem, Attendee
from himaya.cases.meetings.process import AgendaWork, MeetingWork
from himaya.cases.meetings.rules import TO_COME
from himaya.kit import clock


@receiver(case_registered, dispatch_uid="meetings.case_registered")
def a_grave_case_is_registered(sender: Any, case: Any, by: Any, **kwargs: Any) -> None:
    """From here a conference is due."""
    await_conference(case)


@receiver(risk_changed, dispatch_uid="meetings.risk_changed")
def the_risk_has_changed(sender: Any, case: Any, before: Any, **kwargs: Any) -> None:
    """Grave risk asks for a conference, other risk does not."""
    risk_was(case, before)


@receiver(case_closed, dispatch_uid="meetings.case_closed")
def take_off_the_agenda(sender: Any, case: Any, by: Any, **kwargs: Any) -> None:
    """A closed case waits for no decision: it leaves the agendas, and its conference to come is cancelled."""
    waiting = AgendaItem.objects.filter(case=case, status__in=["submitted", "listed"])
    for item in waiting.select_related("dossier__unit", "meeting__dossier__unit"):
        meeting = item.meeting
        if meeting is not None and meeting.status == MeetingWork.held.name:
            continue  # what is being decided is decided
        leave_agenda(item, AgendaWork.withdraw, SYSTEM)
        if meeting is not None and meeting.is_conference and meeting.status != MeetingWork.cancelled.name:
            MeetingWork.move(meeting, MeetingWork.cancel, by=SYSTEM, reason="other")


@receiver(seat_ended, dispatch_uid="meetings.seat_ended")
def a_seat_is_empty(sender: Any, seat: Any, by: Any, **kwargs: Any) -> None:
    """Whose term has ended by then takes no part in sessions to come."""
    rows = Attendee.objects.filter(
        user=seat.user, meeting__commission=seat.commission, meeting__status__in=TO_COME,
        meeting__starts_at__gte=clock.at(seat.ends_on), removed_at__isnull=True,
    )  # fmt: skip
    for attendee in rows.select_related("meeting__dossier__unit"):
        forget_attendee(attendee, attendee.meeting)
