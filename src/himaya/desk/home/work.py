"""Panels of those who work with children: what is mine, what is due, whom I see today."""

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.cases.models import Case, Visit
from himaya.cases.queries import AHEAD, open_offers, title_of
from himaya.desk.home.desk import OVER, Desk
from himaya.desk.home.panels import SHOWN, Line, Panel, any_late, by_risk, case_lines, clock_lines, dues_of
from himaya.kit import clock as time
from himaya.kit.shapes import Chip, Due


def to_accept(desk: Desk) -> Panel:
    """New assignments that wait for my yes or no, each with its clock."""
    cases = by_risk(c for c in desk.my_cases if c.status == "assigned")
    return Panel(
        title=_("New for you: accept or decline"),
        icon="inbox",
        lines=case_lines(desk, cases[:SHOWN], dues_of(desk.my_clocks, "acceptance")),
        empty=_("No new assignments. When a case is offered to you it stands here, with the time to answer."),
        count=len(cases),
        more_url=reverse("cases:case-list") + "?status=assigned" if cases else "",
        alarm=bool(cases),
    )


def mine_due(desk: Desk) -> Panel:
    """What I must meet, nearest first."""
    desk.faces(desk.my_cases)
    clocks = [c for c in desk.my_clocks if c.name != "acceptance"]
    return Panel(
        title=_("Due from me"),
        icon="clock",
        lines=clock_lines(desk, clocks[:SHOWN]),
        empty=_("Nothing is due. Deadlines of your cases will appear here, nearest first."),
        count=len(clocks),
        alarm=any_late(clocks),
    )


def visits(desk: Desk) -> Panel:
    """Whom I see next, what was not recorded, and who has no visit planned although one is due."""
    rows = Visit.objects.filter(
        worker=desk.user, status__in=Visit.TO_COME, planned_for__lt=time.now() + AHEAD
    )
    planned = list(rows.order_by("planned_for")[:50])
    cases = desk.cases_behind(planned)
    faces = desk.faces(cases.values())
    lines = [
        _visit_line(v, title_of(cases[v.case_id], faces[v.case_id])) for v in planned if v.case_id in cases
    ]
    lines += _unplanned(desk, {v.case_id for v in planned})
    return Panel(
        title=_("Visits"),
        icon="calendar",
        lines=lines[:SHOWN],
        empty=_("No visit is planned and none is due in the next two weeks."),
        count=len(lines),
        more_url=reverse("cases:visit-list"),
        alarm=any(v.planned_for and v.planned_for < time.now() for v in planned),
    )


def _visit_line(visit: Visit, title: str) -> Line:
    at = visit.planned_for
    late = at is not None and at < time.now()
    today = at is not None and time.local(at).date() == time.today()
    day = (_("Today") if today else f"{time.local(at):%d.%m.%Y}") if at else ""
    when = f"{day}, {time.local(at):%H:%M}" if at else ""
    chips = [Chip(_("Not recorded yet"), "bad")] if late else []
    return Line(title, visit.get_absolute_url(), when, chips)


def _unplanned(desk: Desk, planned: set[int]) -> list[Line]:
    waiting = [c for c in desk.my_clocks if c.process == "case" and c.name in {"contact", "visit"}]
    cases = {c.pk: c for c in desk.my_cases if c.pk not in planned and c.status != "assigned"}
    faces = desk.faces(cases.values())
    lines = {}
    for clock in waiting:
        case = cases.get(clock.subject_id)
        if case is not None and clock.due_at < time.now() + AHEAD and case.pk not in lines:
            url = reverse("cases:visit-plan", args=[case.public_id])
            title = title_of(case, faces[case.pk])
            lines[case.pk] = Line(title, url, _("No visit is planned"), due=Due(at=clock.due_at))
    return list(lines.values())


def my_children(desk: Desk) -> Panel:
    """My open cases by risk."""
    cases = by_risk(c for c in desk.my_cases if c.status != "assigned")
    return Panel(
        title=_("My children"),
        icon="users",
        lines=case_lines(desk, cases[: SHOWN * 2]),
        empty=_("No open cases. Cases you accept will appear here, the most urgent first."),
        count=len(cases),
        more_url=reverse("cases:case-list"),
    )


def offers(desk: Desk) -> Panel:
    """Cases offered from another worker or unit, that wait for my yes or no."""
    mine = [transfer for transfer, answers in open_offers(desk.user) if answers]
    return Panel(
        title=_("Transfers offered to you"),
        icon="arrow-right-circle",
        lines=[
            Line(t.case.reference, t.get_absolute_url(), f"{t.from_unit} → {t.to_unit}") for t in mine[:SHOWN]
        ],
        empty=_("No transfer waits for your answer."),
        count=len(mine),
        more_url=reverse("cases:transfer-list"),
        alarm=bool(mine),
    )


def shared_with_me(desk: Desk) -> Panel:
    """Cases put before me by name."""
    rows = Case.objects.exclude(status__in=OVER).order_by("-reported_at")
    cases = list(rows[: SHOWN * 2])
    return Panel(
        title=_("Cases shared with you"),
        icon="folder-open",
        lines=case_lines(desk, cases),
        empty=_("Cases put before you will appear here, each with what you may read of it."),
        count=rows.count() if len(cases) == SHOWN * 2 else len(cases),
    )
