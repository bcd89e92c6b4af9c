"""Reading meetings."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_of, subjects_of
from himaya.cases.meetings.models import AgendaItem, Attendee, LaidPaper, Meeting
from himaya.cases.meetings.rules import TO_COME, WAITING, strictest_view
from himaya.kit import clock
from himaya.workflow.models import Clock, Paper, Step
from himaya.workflow.queries import papers_of


def meetings() -> Any:
    """With everything a meeting's page asks for."""
    return Meeting.objects.select_related(
        "dossier__unit", "keeper", "commission__unit", "commission__dossier", "case"
    )


def items() -> Any:
    """With everything an item's page asks for."""
    return AgendaItem.objects.select_related(
        "dossier__unit", "meeting__dossier__unit", "meeting__commission__unit", "meeting__keeper", "case", "answer_to",
        "put_by",
    )  # fmt: skip


def meetings_of(case: Case) -> QuerySet[Meeting]:
    """The conferences of a case and the sessions before which it was put, the latest first."""
    rows: QuerySet[Meeting] = meetings().filter(items__case=case)
    return rows.distinct().order_by("-starts_at", "-pk")


def items_of(case: Case) -> QuerySet[AgendaItem]:
    """The items about a case, the latest first."""
    rows: QuerySet[AgendaItem] = items().filter(case=case)
    return rows.order_by("-pk")


def meetings_to_come(user: User) -> QuerySet[Meeting]:
    """Meetings still to be held or minuted to which somebody was invited or that they keep, the nearest first."""
    rows: QuerySet[Meeting] = meetings().visible_to(user).filter(status__in=[*TO_COME, "held", "postponed"])
    mine = rows.filter(attendees__user=user, attendees__removed_at__isnull=True) | rows.filter(keeper=user)
    return mine.distinct().order_by("starts_at", "pk")


def items_waiting(user: User) -> QuerySet[AgendaItem]:
    """What was put before commissions and is not on an agenda yet, the oldest first."""
    rows: QuerySet[AgendaItem] = items().visible_to(user).filter(status="submitted")
    return rows.order_by("pk")


def attendees_of(meeting: Meeting) -> list[Attendee]:
    """Who was invited, in the order they were named."""
    return list(meeting.attendees.filter(removed_at__isnull=True).select_related("user"))


def attendee_of(meeting: Meeting | None, user: Any) -> Attendee | None:
    """As whom this person takes part."""
    if meeting is None:
        return None
    return meeting.attendees.filter(user=user, removed_at__isnull=True).first()


def papers_on(item: AgendaItem) -> list[LaidPaper]:
    """What lies before the meeting on an item."""
    return list(item.papers.filter(removed_at__isnull=True).select_related("laid_by"))


def steps_on(process: str, keys: Iterable[int]) -> QuerySet[Step]:
    """The steps of these records, oldest first."""
    rows = Step.objects.filter(process=process, subject_id__in=list(keys))
    return rows.select_related("actor").order_by("id")


def excerpts_of(case: Case) -> list[Paper]:
    """The excerpts of minutes that concern a case, the newest first."""
    keys = AgendaItem.objects.filter(case=case).values("pk")
    return list(Paper.objects.filter(process="agenda", subject_id__in=keys).order_by("-pk"))


def minutes_papers(meeting: Meeting) -> list[Paper]:
    """The minutes of a meeting as they were made, the newest first."""
    return list(papers_of("meeting", meeting.pk))


def conference_clock(case: Case) -> Clock | None:
    """The running deadline of a conference on this case."""
    rows = Clock.objects.filter(process="case", subject_id=case.pk, name="conference", state=Clock.RUNNING)
    return rows.first()


def open_items(case: Case) -> QuerySet[AgendaItem]:
    """Items about a case that wait for their decision."""
    return AgendaItem.objects.filter(case=case, status__in=WAITING)


def title_and_duty(case: Case) -> tuple[str, str]:
    """The children of a case by name, and whether their view must be heard."""
    children = subjects_of(faces_of([case]).get(case.pk, []))
    names = ", ".join(child.full_name for child in children) or case.reference
    return names[:300], strictest_view([child.born for child in children], clock.today())
