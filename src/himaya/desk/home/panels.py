"""The panels of the homes: each answers one question of one kind of user, in a constant number of queries."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.access.roles import Supervisor, UnitManager
from himaya.cases.models import Case, Report
from himaya.cases.queries import children_of, inbox_of
from himaya.kit import clock as time
from himaya.kit.shapes import Chip, Due, Tone
from himaya.reference.queries import label, norm
from himaya.workflow.actions import TASK_KINDS
from himaya.workflow.models import Clock, Task
from himaya.workflow.queries import clock_label, due, find_subjects

Words = Promise | str
SHOWN = 8
RISK_TONES: dict[str, Tone] = {"critical": "grave", "high": "bad", "medium": "watch", "low": "calm"}
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
class Panel:
    """A question and its answer. `count` is how many there are in all; `empty` says what would appear."""

    title: Words
    icon: str
    lines: list[Line]
    empty: Words
    count: int = 0
    more_url: str = ""
    alarm: bool = False


def risk_chip(risk: str) -> list[Chip]:
    """The level of risk in words and tone."""
    return [Chip(label("risk.level", risk), RISK_TONES.get(risk, ""))] if risk else []


def clock_lines(clocks: list[Clock], *, with_holder: bool = False) -> list[Line]:
    """Clocks as lines: what is due, of which record, and with whom."""
    subjects = find_subjects((c.process, c.subject_id) for c in clocks)
    lines = []
    for row in clocks:
        subject = subjects.get((row.process, row.subject_id))
        if subject is None:
            continue
        holder = str(row.holder) if with_holder and row.holder else ""
        lines.append(
            Line(
                title=f"{clock_label(row)} · {getattr(subject, 'reference', '')}",
                url=_page(subject),
                note=holder,
                chips=risk_chip(getattr(subject, "risk", "")),
                due=due(row),
            )
        )
    return lines


def _page(subject: Any) -> str:
    get = getattr(subject, "get_absolute_url", None)
    return str(get()) if get else ""


def _running() -> QuerySet[Clock]:
    return Clock.objects.filter(state=Clock.RUNNING).select_related("holder")


def mine_due(user: User) -> Panel:
    """What I must meet, nearest first."""
    rows = _running().filter(holder=user).order_by("due_at")
    late = rows.filter(due_at__lt=time.now()).count()
    return Panel(
        title=_("Due from me"),
        icon="clock",
        lines=clock_lines(list(rows[:SHOWN])),
        empty=_("Nothing is due. Deadlines of your cases will appear here, nearest first."),
        count=rows.count(),
        alarm=late > 0,
    )


def to_accept(user: User) -> Panel:
    """New assignments that wait for my yes or no."""
    rows = Case.objects.visible_to(user).filter(worker=user, status="assigned").order_by("reported_at")
    return Panel(
        title=_("New for you: accept or decline"),
        icon="inbox",
        lines=case_lines(list(rows[:SHOWN])),
        empty=_("No new assignments."),
        count=rows.count(),
        alarm=rows.exists(),
    )


def my_children(user: User) -> Panel:
    """My open cases by risk."""
    rows = (
        Case.objects.visible_to(user).filter(worker=user).exclude(status__in=["closed", "merged", "assigned"])
    )
    cases = sorted(rows[:200], key=lambda c: (RISK_ORDER.index(c.risk), c.reported_at))
    return Panel(
        title=_("My children"),
        icon="users",
        lines=case_lines(cases[: SHOWN * 2]),
        empty=_("No open cases. Cases you accept will appear here, the most urgent first."),
        count=len(cases),
        more_url=reverse("cases:case-list"),
    )


def case_lines(cases: list[Case]) -> list[Line]:
    """Cases as lines, by the names of their children."""
    names = children_of(cases)
    return [
        Line(
            title=", ".join(names.get(c.pk, [])) or _("Child not yet registered"),
            url=c.get_absolute_url(),
            note=c.reference,
            chips=risk_chip(c.risk),
        )
        for c in cases
    ]


def my_tasks(user: User) -> Panel:
    """Tasks given to me, or to my role in my units."""
    held = Q(assignee=user)
    for m in user.current_memberships:
        held |= Q(assignee__isnull=True, role=m.role, unit_id=m.unit_id)
    rows = Task.objects.visible_to(user).filter(held, closed_at__isnull=True).order_by("due_at", "opened_at")
    tasks = list(rows[:SHOWN])
    subjects = find_subjects((t.process, t.subject_id) for t in tasks if t.subject_id)
    lines = [_task_line(t, subjects.get((t.process, t.subject_id or 0))) for t in tasks]
    return Panel(_("Tasks"), "checkbox", lines, _("No open tasks."), count=rows.count())


def _task_line(task: Task, subject: Any) -> Line:
    return Line(
        title=TASK_KINDS.get(task.kind, task.kind),
        url=_page(subject),
        note=getattr(subject, "reference", ""),
        due=Due(at=task.due_at) if task.due_at else None,
    )


def reports_waiting(user: User) -> Panel:
    """Reports nobody has screened yet, the urgent and the oldest first."""
    rows = Report.objects.visible_to(user).filter(status="received").order_by("-urgent_now", "received_at")
    lines = [
        Line(
            title=f"{r.reference} · {r.place_text or _('place unknown')}",
            url=r.get_absolute_url(),
            note=label("report.channel", r.channel),
            chips=[Chip(_("Urgent now"), "grave")] if r.urgent_now else [],
        )
        for r in rows[:SHOWN]
    ]
    return Panel(
        title=_("Reports to screen"),
        icon="phone-incoming",
        lines=lines,
        empty=_("No report waits. New ones appear here at once."),
        count=rows.count(),
        more_url=reverse("cases:reports"),
        alarm=rows.exists(),
    )


def waiting_for_decision(user: User) -> Panel:
    """What waits for a supervisor: closures, second readings, assessments and plans to approve."""
    rows = (
        _running()
        .filter(holder__isnull=True, role__in=[Supervisor.code, UnitManager.code])
        .order_by("due_at")
    )
    return Panel(
        title=_("Waiting for your decision"),
        icon="gavel",
        lines=clock_lines(list(rows[:SHOWN])),
        empty=_("Nothing waits for your approval."),
        count=rows.count(),
    )


def unassigned(user: User) -> Panel:
    """Cases without a worker."""
    rows = Case.objects.visible_to(user).filter(status="screened_in").order_by("reported_at")
    return Panel(
        title=_("Cases without a worker"),
        icon="user-question",
        lines=case_lines(list(rows[:SHOWN])),
        empty=_("Every case has a worker."),
        count=rows.count(),
        alarm=rows.exists(),
    )


def late_by_worker(user: User) -> Panel:
    """Who has late work, how much, and since when."""
    rows = (
        Clock.objects.visible_to(user)
        .filter(state=Clock.RUNNING, due_at__lt=time.now())
        .values("holder__full_name")
        .annotate(many=Count("id"), oldest=Min("due_at"))
        .order_by("oldest")
    )
    found = list(rows[: SHOWN * 2])
    lines = [
        Line(
            title=r["holder__full_name"] or _("Nobody yet"),
            url=reverse("cases:overdue"),
            note=_("%(number)s late") % {"number": r["many"]},
            due=Due(at=r["oldest"], label=_("oldest")),
        )
        for r in found
    ]
    return Panel(
        title=_("Late, by worker"),
        icon="alert-triangle",
        lines=lines,
        empty=_("Nothing is late."),
        count=sum(r["many"] for r in found),
        more_url=reverse("cases:overdue"),
        alarm=bool(found),
    )


def caseload(user: User) -> Panel:
    """Open cases of each worker against the limit of the norm."""
    limit = int(norm("caseload.limit", on=time.today()).value)
    rows = (
        Case.objects.visible_to(user)
        .exclude(status__in=["closed", "merged"])
        .filter(worker__isnull=False)
        .values("worker__full_name")
        .annotate(many=Count("id"))
        .order_by("-many")
    )
    lines = [
        Line(
            title=r["worker__full_name"],
            note=_("%(number)s of %(limit)s") % {"number": r["many"], "limit": limit},
            chips=[Chip(_("Over the limit"), "bad")] if r["many"] > limit else [],
        )
        for r in rows[: SHOWN * 2]
    ]
    return Panel(_("Caseload"), "chart-bar", lines, _("No worker has an open case."), count=len(lines))


def entered_by_me(user: User) -> Panel:
    """Reports I entered, and whether they are being handled."""
    rows = Report.objects.visible_to(user).filter(entered_by=user).order_by("-received_at")
    lines = [
        Line(r.reference, r.get_absolute_url(), str(time.local(r.received_at).strftime("%d.%m.%Y %H:%M")))
        for r in rows[:SHOWN]
    ]
    return Panel(
        _("Reports you entered"), "notes", lines, _("Reports you enter appear here."), rows.count(),
        more_url=reverse("cases:report-enter"),
    )  # fmt: skip


def referrals_waiting(user: User) -> Panel:
    """Referrals to our services without an answer."""
    rows = inbox_of(user).filter(status="sent")
    lines = [
        Line(
            title=r.who,
            url=r.get_absolute_url(),
            note=f"{r.reference} · {r.service}",
            chips=[Chip(_("Urgent"), "bad")] if r.is_urgent else [],
        )
        for r in rows[:SHOWN]
    ]
    return Panel(
        title=_("Referrals waiting for your answer"),
        icon="arrows-exchange",
        lines=lines,
        empty=_("No referral waits. You are told at once when one arrives."),
        count=rows.count(),
        more_url=reverse("cases:referral-inbox"),
        alarm=bool(lines),
    )
