"""What somebody has to be at in a week: visits, hearings, meetings, and children who must be seen by a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import Face, faces_of, title_of
from himaya.cases.meetings.models import Attendee, Meeting
from himaya.cases.proceedings.models import Hearing
from himaya.cases.visits.models import Visit
from himaya.cases.visits.queries import without_a_visit
from himaya.kit import clock
from himaya.kit.addresses import address
from himaya.kit.shapes import Words
from himaya.reference.queries import label

MOST = 200  # of each kind; who leads more than that looks at the lists
DAYS = 7
CASE = ("case", "case__territory", "worker")
Faces = dict[int, list[Face]]


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of a day. `kind`: visit, hearing, meeting, or `due` where nothing is planned yet."""

    kind: str
    at: datetime
    title: str
    what: Words
    url: str
    place: str = ""
    who: str = ""
    # The code of the district where it is; empty where no case says.
    district: str = ""
    done: bool = False
    # Its hour has passed, and nothing was written down.
    late: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week, with what is on it by the hour."""

    day: date
    stops: list[Stop]

    @property
    def is_today(self) -> bool:
        """Told apart on the page."""
        return self.day == clock.today()


def monday_of(day: date) -> date:
    """The first day of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def week_of(user: User, monday: date, *, mine: bool) -> list[Day]:
    """The seven days from a Monday: what the reader has to be at, or everybody whose cases they see."""
    since, until = clock.at(monday), clock.at(monday + timedelta(days=DAYS))
    visits = _visits(user, since, until, mine=mine)
    hearings = _hearings(user, since, until, mine=mine)
    meetings = _meetings(user, since, until, mine=mine)
    cases = [v.case for v in visits] + [h.proceeding.case for h in hearings]
    cases += [m.case for m in meetings if m.case is not None]
    faces = faces_of(cases) if cases else {}
    stops = [
        *(_of_visit(visit, faces) for visit in visits),
        *(_of_hearing(hearing, faces) for hearing in hearings),
        *(_of_meeting(meeting, faces) for meeting in meetings),
        *_due(user, since, until, mine=mine),
    ]
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    return [Day(day, sorted(_on(stops, day), key=lambda stop: stop.at)) for day in days]


def by_district(days: Iterable[Day]) -> dict[str, int]:
    """How many stops of the week are in each district that is known."""
    found: dict[str, int] = {}
    for day in days:
        for stop in day.stops:
            if stop.district:
                found[stop.district] = found.get(stop.district, 0) + 1
    return found


def _on(stops: list[Stop], day: date) -> list[Stop]:
    return [stop for stop in stops if clock.local(stop.at).date() == day]


def _visits(user: User, since: datetime, until: datetime, *, mine: bool) -> list[Visit]:
    rows = Visit.objects.visible_to(user).filter(planned_for__gte=since, planned_for__lt=until)
    rows = rows.exclude(status=Visit.CANCELLED).filter(Q(worker=user) if mine else Q())
    return list(rows.select_related(*CASE).order_by("planned_for")[:MOST])


def _hearings(user: User, since: datetime, until: datetime, *, mine: bool) -> list[Hearing]:
    rows = Hearing.objects.visible_to(user).filter(at__gte=since, at__lt=until)
    own = Q(goes=user) | Q(goes__isnull=True, proceeding__case__worker=user)
    rows = rows.filter(own if mine else Q())
    return list(rows.select_related("proceeding__case__territory", "goes").order_by("at")[:MOST])


def _meetings(user: User, since: datetime, until: datetime, *, mine: bool) -> list[Meeting]:
    rows = Meeting.objects.visible_to(user).filter(starts_at__gte=since, starts_at__lt=until)
    asked = Attendee.objects.filter(user=user, removed_at__isnull=True)
    own = Q(keeper=user) | Q(pk__in=asked.values("meeting"))
    rows = rows.exclude(status__in=["cancelled", "postponed"]).filter(own if mine else Q())
    return list(rows.select_related("case__territory", "commission", "keeper").order_by("starts_at")[:MOST])


def _about(case: Case, faces: Faces) -> dict[str, Any]:
    return {"title": title_of(case, faces.get(case.pk, [])), "district": _district(case)}


def _district(case: Case) -> str:
    return case.territory.code if case.territory else ""


def _of_visit(visit: Visit, faces: Faces) -> Stop:
    at, done = visit.planned_for or visit.created_at, visit.status == Visit.DONE
    what, about = label("visit.contact_type", visit.contact_type), _about(visit.case, faces)
    return Stop(
        "visit", at, what=what, url=visit.get_absolute_url(), place=visit.place, who=str(visit.worker),
        done=done, late=not done and at < clock.now(), **about,
    )  # fmt: skip


def _of_hearing(hearing: Hearing, faces: Faces) -> Stop:
    proceeding, done = hearing.proceeding, bool(hearing.outcome)
    return Stop(
        "hearing", hearing.at, what=_("Hearing"), url=proceeding.get_absolute_url(), place=hearing.place,
        who=str(hearing.goes or ""), done=done, late=not done and hearing.at < clock.now(),
        **_about(proceeding.case, faces),
    )  # fmt: skip


def _of_meeting(meeting: Meeting, faces: Faces) -> Stop:
    what = _("Case conference") if meeting.is_conference else _("Commission")
    about = _about(meeting.case, faces) if meeting.case else {"title": str(meeting.commission)}
    done = meeting.held_at is not None
    return Stop(
        "meeting", meeting.starts_at, what=what, url=meeting.get_absolute_url(), place=meeting.place,
        who=str(meeting.keeper), done=done, late=not done and meeting.starts_at < clock.now(), **about,
    )  # fmt: skip


def _due(user: User, since: datetime, until: datetime, *, mine: bool) -> list[Stop]:
    """Whom one must see by a day, with nothing planned; what is overdue already stands on today."""
    now = clock.now()
    found = []
    for row in without_a_visit(user, mine=mine):
        at = max(row.due_at, now)
        if since <= at < until:
            found.append(
                Stop(
                    "due", at, row.title, _("To be seen, nothing planned"),
                    address("cases:visit-plan", row.case.public_id), who=str(row.case.worker),
                    district=_district(row.case), late=row.due_at < now,
                )
            )  # fmt: skip
    return found
