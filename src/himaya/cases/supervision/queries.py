"""Sessions as screens need them, and how full the hands of a supervisor's workers are, now and before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from himaya.access.models import Dossier, Membership, ProtectedQuerySet, User
from himaya.access.roles import SocialWorker
from himaya.cases.assigning.queries import workloads
from himaya.cases.assigning.rules import Load, load_words
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import faces_of, title_of
from himaya.cases.casefile.rules import OPEN
from himaya.cases.supervision.models import Supervision, SupervisionNote, SupervisionPoint
from himaya.cases.supervision.rules import INDIVIDUAL
from himaya.kit import clock
from himaya.kit.periods import add_months
from himaya.workflow.models import Clock
from himaya.workforce.queries import capacity_of, staff_under

# Loads are shown at the end of so many months.
MONTHS = 6
SHOWN = 60


def sessions() -> ProtectedQuerySet:
    """With everything a session's page shows."""
    return Supervision.objects.select_related("dossier__unit", "worker", "held_by")


def points() -> ProtectedQuerySet:
    """With everything the page of what was agreed shows."""
    return SupervisionPoint.objects.select_related(
        "case__dossier__unit", "case__worker", "dossier__unit", "owner", "by", "done_by"
    )


def notes_of(session: Supervision) -> list[SupervisionNote]:
    """What the two wrote, as far as the reader is one of them, the first first."""
    rows = SupervisionNote.objects.filter(session=session).select_related("by", "dossier")
    return list(rows.order_by("pk"))


def words_of(session: Supervision) -> Dossier | None:
    """The sealed dossier of a session; None for everybody but the two."""
    notes = notes_of(session)
    return notes[0].dossier if notes else None


def points_of(session: Supervision) -> list[SupervisionPoint]:
    """What was agreed on cases that the reader may see."""
    rows = SupervisionPoint.objects.filter(session=session).select_related("case", "owner", "by", "done_by")
    return list(rows.order_by("pk"))


def points_on(case: Case) -> QuerySet[SupervisionPoint]:
    """What supervision agreed on a case, the first first."""
    rows: QuerySet[SupervisionPoint] = SupervisionPoint.objects.filter(case=case)
    return rows.select_related("by", "owner", "done_by").order_by("pk")


def cases_to_discuss(session: Supervision, by: User) -> list[tuple[Case, str]]:
    """The open cases of the supervised worker that the supervisor may see, with what they are called."""
    rows = Case.objects.visible_to(by).filter(worker=session.worker_id, status__in=OPEN)
    cases = list(rows.select_related("dossier__unit", "worker").order_by("reported_at"))
    faces = faces_of(cases)
    return [(case, title_of(case, faces.get(case.pk, []))) for case in cases]


def mine(user: User) -> list[Supervision]:
    """Sessions of somebody as the supervised, the latest first."""
    rows = sessions().visible_to(user).filter(worker=user).exclude(status="lapsed")
    return list(rows.order_by("-pk")[:SHOWN])


# --- what is owed ---------------------------------------------------------------------------------------


def serving() -> dict[int, Membership]:
    """Social workers in service, each with the membership by which they were first one."""
    rows = Membership.objects.filter(role=SocialWorker.code, ended_at__isnull=True, user__is_active=True)
    found: dict[int, Membership] = {}
    for row in rows.select_related("unit", "user").order_by("pk"):
        found.setdefault(row.user_id, row)
    return found


def under_way() -> list[Supervision]:
    """Sessions that are due, or wait for the worker's word."""
    return list(sessions().filter(status__in=("due", "held")).order_by("pk"))


def last_held(workers: Iterable[int]) -> dict[int, datetime]:
    """When each was last met alone, as far as the reader sees."""
    rows = Supervision.objects.filter(worker__in=list(workers), kind=INDIVIDUAL, held_at__isnull=False)
    return dict(rows.values("worker").annotate(at=Max("held_at")).values_list("worker", "at"))


# --- the board ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One worker on the board: load now and at the ends of months, and how supervision stands."""

    worker: User
    load: Load
    limit: int
    # The month, and how many cases at its end.
    months: list[tuple[str, int]]
    last: Supervision | None
    session: Supervision | None
    due_at: datetime | None

    @property
    def words(self) -> str:
        """Weight against the limit, and the plain count."""
        return load_words(self.load, self.limit)

    @property
    def is_over(self) -> bool:
        """More than the limit allows, by weight."""
        return self.load.weight > self.limit


def month_ends(today: date) -> list[datetime]:
    """The last `MONTHS` moments at which a month ended, the oldest first."""
    first = today.replace(day=1)
    return [clock.at(add_months(first, -back)) for back in range(MONTHS - 1, -1, -1)]


def board(leader: User) -> list[Line]:
    """The workers whose work somebody shares out; those whose session is due first, on top. Queries do not grow with
    the number of workers."""
    workers = staff_under(leader)
    keys = [w.pk for w in workers]
    loads, capacities = workloads(workers), capacity_of(workers)
    held = sessions().filter(worker__in=keys, held_at__isnull=False)
    last = {s.worker_id: s for s in held.order_by("worker", "-held_at", "-pk").distinct("worker")}
    due = {s.worker_id: s for s in sessions().filter(worker__in=keys, status="due")}
    clocks = _clocks_of(due.values())
    ends = month_ends(clock.today())
    before = cases_held(keys, ends)
    lines = [
        Line(
            worker=w,
            load=loads[w.pk],
            limit=capacities[w.pk].limit,
            months=[(month_of(end), before[w.pk].get(end, 0)) for end in ends],
            last=last.get(w.pk),
            session=due.get(w.pk),
            due_at=clocks.get(due[w.pk].pk) if w.pk in due else None,
        )
        for w in workers
    ]
    return sorted(lines, key=lambda one: (one.due_at is None, one.due_at, str(one.worker)))


def month_of(end: datetime) -> str:
    """The month that ends then: a load is that of the moment before the next one begins."""
    return f"{clock.local(end - timedelta(seconds=1)):%m.%y}"


def _clocks_of(due: Iterable[Supervision]) -> dict[int, Any]:
    rows = Clock.objects.filter(process="supervision", name="session", subject_id__in=[s.pk for s in due])
    return dict(rows.values_list("subject_id", "due_at"))


def cases_held(workers: list[int], moments: list[datetime]) -> dict[int, dict[datetime, int]]:
    """How many cases each worker held at each of some moments, as far as the reader sees the cases."""
    found: dict[int, dict[datetime, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "select a.worker_id, m.at, count(distinct a.case_id) from unnest(%s::timestamptz[]) m(at) "
            "join cases_assignment a on a.accepted_at <= m.at and (a.ended_at is null or a.ended_at > m.at) "
            "join cases_case c on c.id = a.case_id and (c.closed_at is null or c.closed_at > m.at) "
            "where a.worker_id = any(%s) group by a.worker_id, m.at",
            [moments, workers],
        )
        for worker, at, count in cursor.fetchall():
            found[worker][at] = count
    return found
