"""What a home is made of: panels, each the answer to one question, and how records stand on them as lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from himaya.cases.models import Case, CaseMember
from himaya.cases.queries import Face, title_of
from himaya.desk.home.desk import Desk
from himaya.kit import clock as time
from himaya.kit.shapes import Chip, Due, Tone
from himaya.reference.queries import label
from himaya.workflow.models import Clock, Task
from himaya.workflow.queries import clock_label, due, find_subjects, tasks_of, words_of

Words = Promise | str
SHOWN = 8
RISK_TONES: dict[str, Tone] = {"critical": "grave", "high": "bad", "medium": "watch", "low": "good"}
RISK_ORDER = ["critical", "high", "medium", "low", ""]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on a panel: what, where it leads, how it stands."""

    title: Words
    url: str = ""
    note: Words = ""
    chips: list[Chip] = field(default_factory=list)
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A count without names; None where it is too small to be told. `most` is the largest beside it."""

    label: Words
    many: int | None
    most: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A question and its answer, in lines or (for those who see no records) in cells. `count` is how many there
    are in all; `empty` says what would appear."""

    title: Words
    icon: str
    lines: list[Line]
    empty: Words
    count: int = 0
    more_url: str = ""
    alarm: bool = False
    cells: list[Cell] = field(default_factory=list)


def risk_chips(risk: str) -> list[Chip]:
    """The level of risk in words and tone."""
    return [Chip(label("risk.level", risk), RISK_TONES.get(risk, ""))] if risk else []


def by_risk(cases: Iterable[Case]) -> list[Case]:
    """The gravest first, then the oldest."""
    return sorted(cases, key=lambda c: (RISK_ORDER.index(c.risk), c.reported_at))


def case_lines(desk: Desk, cases: list[Case], dues: dict[int, Due] | None = None) -> list[Line]:
    """Cases as lines, by the names of their children."""
    faces = desk.faces(cases)
    return [
        Line(
            title=title_of(c, faces[c.pk]),
            url=c.get_absolute_url(),
            note=_case_note(c, faces[c.pk]),
            chips=risk_chips(c.risk),
            due=(dues or {}).get(c.pk),
        )
        for c in cases
    ]


def _case_note(case: Case, faces: list[Face]) -> str:
    children = [f for f in faces if f.role in CaseMember.SUBJECTS]
    ages = [f.age_words for f in children if f.age_words]
    return " · ".join([case.reference, *ages]) if children else _("Nobody registered yet")


def dues_of(clocks: Iterable[Clock], name: str) -> dict[int, Due]:
    """When the deadlines of this name fall due, by the record's key."""
    return {c.subject_id: Due(at=c.due_at) for c in clocks if c.name == name}


def clock_lines(desk: Desk, clocks: list[Clock]) -> list[Line]:
    """Deadlines as lines: of whom, what, and how long is left."""
    subjects = desk.subjects(clocks)
    cases = desk.cases_behind(subjects.values())
    faces = desk.faces(cases.values())
    lines = []
    for row in clocks:
        subject = subjects.get((row.process, row.subject_id))
        if subject is None:
            continue
        case = cases.get(subject.pk if isinstance(subject, Case) else getattr(subject, "case_id", None) or 0)
        word = due(row)
        lines.append(
            Line(
                title=title_of(case, faces[case.pk]) if case else str(getattr(subject, "reference", subject)),
                url=page_of(subject),
                note=clock_label(row),
                chips=risk_chips(getattr(case or subject, "risk", "")),
                due=Due(at=word.at, paused=word.paused),
            )
        )
    return lines


def any_late(clocks: Iterable[Clock]) -> bool:
    """Whether one of them has passed its due time."""
    return any(c.due_at < time.now() for c in clocks)


def page_of(subject: Any) -> str:
    """A record's own page, where it has one."""
    get = getattr(subject, "get_absolute_url", None)
    return str(get()) if get else ""


def my_tasks(desk: Desk) -> Panel:
    """Tasks given to me, or to my role in my units."""
    rows = tasks_of(desk.user)
    tasks = list(rows[: SHOWN + 1])
    subjects = find_subjects((t.process, t.subject_id) for t in tasks if t.subject_id)
    cases = desk.cases_behind(subjects.values())
    lines = [task_line(t, subjects.get((t.process, t.subject_id or 0)), cases) for t in tasks[:SHOWN]]
    return Panel(
        title=_("Tasks"),
        icon="checkbox",
        lines=lines,
        empty=_("No open tasks. What is missing in a record, or waits for you beside its steps, comes here."),
        count=rows.count() if len(tasks) > SHOWN else len(tasks),
        more_url=reverse("desk:tasks") if tasks else "",
        alarm=any(t.due_at and t.due_at < time.now() for t in tasks),
    )


def task_line(task: Task, subject: Any, cases: dict[int, Case]) -> Line:
    """A task as a line: what it asks for, of which record, and by when."""
    case = cases.get(getattr(subject, "case_id", None) or 0)
    return Line(
        title=words_of(task, subject),
        url=page_of(subject),
        note=case.reference if case else getattr(subject, "reference", ""),
        due=Due(at=task.due_at) if task.due_at else None,
    )
