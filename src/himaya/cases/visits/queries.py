"""Visits to come, and what has no visit planned yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import Face, faces_of, people_of_group, title_of
from himaya.cases.visits.models import Visit
from himaya.kit import clock
from himaya.workflow.models import Clock
from himaya.workforce.queries import staff_under

AHEAD = timedelta(days=14)
MOST = 200


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of the agenda."""

    visit: Visit
    title: str
    faces: list[Face]

    @property
    def is_late(self) -> bool:
        """The planned hour has passed without a record."""
        return self.visit.planned_for is not None and self.visit.planned_for < clock.now()


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A child who must be seen soon and for whom no visit is planned."""

    case: Case
    title: str
    due_at: datetime
    faces: list[Face]


@dataclass(frozen=True, slots=True)
class Day:
    """The agenda of one day, or of everything that is late."""

    label: str
    stops: list[Stop]


def agenda(user: User, *, mine: bool, group: str = "") -> list[Day]:
    """Visits to come by day, late ones first; those of the reader, or of everybody whose cases they see; `group`: only
    to children in this vulnerable group."""
    visits = Visit.objects.visible_to(user).filter(
        status__in=Visit.TO_COME, planned_for__lt=clock.now() + AHEAD
    )
    if mine:
        visits = visits.filter(worker=user)
    if group:
        visits = visits.filter(case__in=people_of_group(group).values("case"))
    rows = list(visits.select_related("case", "worker").order_by("planned_for")[:MOST])
    faces = faces_of([v.case for v in rows])
    days: dict[str, list[Stop]] = {}
    for visit in rows:
        known = faces.get(visit.case_id, [])
        days.setdefault(_day_of(visit.planned_for), []).append(
            Stop(visit, title_of(visit.case, known), known)
        )
    return [Day(label, stops) for label, stops in days.items()]


def _day_of(moment: datetime | None) -> str:
    if moment is None or moment < clock.now():
        return _("Not recorded yet")
    day = clock.local(moment).date()
    if day == clock.today():
        return _("Today")
    if day == clock.today() + timedelta(days=1):
        return _("Tomorrow")
    return f"{day:%d.%m.%Y}"


def without_a_visit(user: User, *, mine: bool, group: str = "") -> list[Unplanned]:
    """Cases whose first contact or next visit is due within the agenda and for which none is planned."""
    due = Clock.objects.visible_to(user).filter(
        process=CaseWork.code,
        name__in=["contact", "visit"],
        state=Clock.RUNNING,
        due_at__lt=clock.now() + AHEAD,
    )
    due = due.filter(holder=user) if mine else due.filter(holder__in=staff_under(user))
    if group:
        due = due.filter(subject_id__in=people_of_group(group).values("case"))
    planned = Visit.objects.filter(status__in=Visit.TO_COME).values("case_id")
    soonest: dict[int, datetime] = {}
    for pk, at in (
        due.exclude(subject_id__in=planned).order_by("due_at").values_list("subject_id", "due_at")[:MOST]
    ):
        soonest.setdefault(pk, at)
    cases = {c.pk: c for c in Case.objects.filter(pk__in=list(soonest)).select_related("worker", "territory")}
    faces = faces_of(cases.values())
    return [
        Unplanned(cases[pk], title_of(cases[pk], faces.get(pk, [])), at, faces.get(pk, []))
        for pk, at in soonest.items()
        if pk in cases and cases[pk].worker_id
    ]


def members_of(case: Case) -> QuerySet[CaseMember]:
    """The present members of a case."""
    return CaseMember.objects.filter(case=case, ended_at__isnull=True)


def visits_of(case: Case) -> QuerySet[Visit]:
    """All visits of a case, those to come first, then the latest."""
    return (
        Visit.objects.filter(case=case)
        .filter(~Q(status=Visit.CANCELLED))
        .select_related("worker", "recorded_by")
        .prefetch_related("presences")
        .order_by("-done_at", "planned_for")
    )
