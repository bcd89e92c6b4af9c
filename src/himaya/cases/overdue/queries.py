"""What is late, with whom it lies, and how full each worker's hands are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from himaya.access.models import Unit, User
from himaya.cases.assigning.queries import workloads
from himaya.cases.assigning.rules import Load, load_words
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.queries import Face, faces_of, people_of_group, title_of
from himaya.kit import clock
from himaya.kit.shapes import Due
from himaya.workflow.models import Clock
from himaya.workflow.process import PROCESSES
from himaya.workflow.queries import clock_label
from himaya.workforce.queries import capacity_of, staff_under

PAGE = 50


@dataclass(frozen=True, slots=True)
class Hands:
    """One worker: the load against the limit, late deadlines, the oldest of them."""

    worker: User
    load: Load
    limit: int
    late: int
    oldest: datetime | None
    away_until: Any

    @property
    def is_over(self) -> bool:
        """More than the limit allows, by weight."""
        return self.load.weight > self.limit

    @property
    def load_words(self) -> str:
        """Weight against the limit, and the plain count."""
        return load_words(self.load, self.limit)


@dataclass(frozen=True, slots=True)
class Late:
    """One late deadline, with the page where it is met."""

    clock: Clock
    label: str
    title: str
    reference: str
    url: str
    due: Due


@dataclass(frozen=True, slots=True)
class Sum:
    """Late deadlines of a unit."""

    unit: Unit
    late: int
    unheld: int
    climbed: int


def chosen_by(asked: Mapping[str, str]) -> tuple[User | None, Unit | None]:
    """The worker or unit named in a page's address; None for whatever is no such name."""
    worker = User.objects.filter(public_id=asked.get("worker", "")).first()
    return worker, Unit.objects.filter(public_id=asked.get("unit", "")).first()


def sums() -> list[Sum]:
    """Late deadlines by unit, the most first, among what the reader may see."""
    rows = _grouped("unit_id", "count(*) filter (where holder_id is null), count(*) filter (where rung > 1)")
    units = {u.pk: u for u in Unit.objects.filter(pk__in=[row[0] for row in rows])}
    found = [Sum(units[pk], late, unheld, climbed) for pk, late, _oldest, unheld, climbed in rows]
    return sorted(found, key=lambda s: -s.late)


def hands(user: User) -> list[Hands]:
    """The workers whose work this person shares out, the latest first."""
    workers = staff_under(user)
    late = {row[0]: row for row in _grouped("holder_id", only=[w.pk for w in workers])}
    loads, capacities = workloads(workers), capacity_of(workers)
    found = [
        Hands(
            worker=w,
            load=loads[w.pk],
            limit=capacities[w.pk].limit,
            late=late[w.pk][1] if w.pk in late else 0,
            oldest=late[w.pk][2] if w.pk in late else None,
            away_until=capacities[w.pk].away_until,
        )
        for w in workers
    ]
    return sorted(found, key=lambda h: (-h.late, -h.load.weight / max(h.limit, 1)))


def _grouped(by: str, more: str = "", only: list[int] | None = None) -> list[Any]:
    """Late deadlines counted by a column; `only` for these values of it, so that few need not count the nation's."""
    extra = f", {more}" if more else ""
    among = "" if only is None else f"and {by} = any(%s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {by}, count(*), min(due_at){extra} from workflow_clock "  # noqa: S608  columns named in this file
            f"where state = 'running' and due_at < %s {among} group by {by}",
            [clock.now(), *([] if only is None else [only])],
        )
        return cursor.fetchall()


def late_clocks(
    user: User, *, worker: User | None = None, unit: Unit | None = None, group: str = "", after: str = ""
) -> tuple[list[Late], str]:
    """A page of late deadlines, the oldest first, and the key of the next page. `group`: only those of cases about a
    child in this vulnerable group."""
    rows = Clock.objects.visible_to(user).filter(state=Clock.RUNNING, due_at__lt=clock.now())
    if worker is not None:
        rows = rows.filter(holder=worker)
    if unit is not None:
        rows = rows.filter(unit=unit)
    if group:
        theirs = people_of_group(group)
        # A notice that the report of a case asks for may be late too.
        told = Case.objects.filter(pk__in=theirs.values("case")).values("reports__dossier")
        rows = rows.filter(Q(dossier__in=theirs.values("dossier")) | Q(dossier__in=told))
    if after.isdecimal():
        seen = Clock.objects.filter(pk=int(after)).values_list("due_at", flat=True).first()
        if seen is not None:
            rows = rows.filter(due_at__gte=seen).exclude(due_at=seen, pk__lte=int(after))
    found = list(rows.select_related("holder", "unit").order_by("due_at", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    subjects = _subjects(shown)
    cases = {case.pk: case for case in map(_case_of, subjects.values()) if case is not None}
    faces = faces_of(cases.values())
    lines = [_line(c, subjects.get((c.process, c.subject_id)), faces) for c in shown]
    return lines, str(shown[-1].pk) if len(found) > PAGE else ""


def _subjects(clocks: Iterable[Clock]) -> dict[tuple[str, int], Any]:
    """The records these clocks speak of: one query a kind of process, not one a clock."""
    wanted: dict[str, set[int]] = {}
    for c in clocks:
        wanted.setdefault(c.process, set()).add(c.subject_id)
    found = {}
    for code, pks in wanted.items():
        process = PROCESSES.get(code)
        if process is None:
            continue
        names = {f.name for f in process.of._meta.get_fields()}
        rows: Any = process.of.objects.filter(pk__in=pks)
        rows = rows.select_related("case") if "case" in names else rows
        found.update({(code, row.pk): row for row in rows})
    return found


def _case_of(subject: Any) -> Case | None:
    case = subject if isinstance(subject, Case) else getattr(subject, "case", None)
    return case if isinstance(case, Case) else None


def _line(late: Clock, subject: Any, faces: dict[int, list[Face]]) -> Late:
    get = getattr(subject, "get_absolute_url", None)
    case = _case_of(subject)
    return Late(
        clock=late,
        label=clock_label(late),
        title=title_of(case, faces.get(case.pk, [])) if case else "",
        reference=str(
            getattr(subject, "reference", "") or getattr(getattr(subject, "case", None), "reference", "")
        ),
        url=get() if get else "",
        due=Due(at=late.due_at),
    )
