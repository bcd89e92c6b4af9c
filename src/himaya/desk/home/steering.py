"""Panels of those who answer for the work of others: who is late, who is full, what waits for a decision."""

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.queries import openings
from himaya.cases.queries import Hands, sums
from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import SHOWN, Line, Panel, any_late, by_risk, case_lines, clock_lines, dues_of
from himaya.kit import clock as time
from himaya.kit.shapes import Chip, Due
from himaya.reference.queries import label


def waiting_for_decision(desk: Desk) -> Panel:
    """What waits for a supervisor or manager: closures, second readings, assessments and plans to approve."""
    clocks = [c for c in desk.decisions if c.name != "assignment"]
    desk.faces(desk.cases_behind(desk.subjects(desk.decisions).values()).values())
    return Panel(
        title=_("Waiting for your decision"),
        icon="gavel",
        lines=clock_lines(desk, clocks[:SHOWN]),
        empty=_("Nothing waits for your approval."),
        count=len(clocks),
        alarm=any_late(clocks),
    )


def unassigned(desk: Desk) -> Panel:
    """Cases without a worker, each with the time by which it must have one."""
    clocks = [c for c in desk.decisions if c.process == "case" and c.name == "assignment"]
    cases = by_risk(desk.cases_behind(desk.subjects(clocks).values()).values())
    return Panel(
        title=_("Cases without a worker"),
        icon="user-question",
        lines=case_lines(desk, cases[:SHOWN], dues_of(clocks, "assignment")),
        empty=_("Every case has a worker."),
        count=len(cases),
        more_url=reverse("cases:case-list") + "?status=screened_in" if cases else "",
        alarm=bool(cases),
    )


def team(desk: Desk) -> Panel:
    """Each worker: what is late, how full, who is away. The latest first."""
    workers = desk.hands
    late = [w for w in workers if w.late or w.is_over]
    return Panel(
        title=_("Workers: late work and caseload"),
        icon="users-group",
        lines=[_hands_line(w) for w in workers[: SHOWN * 2]],
        empty=_("No social worker serves in your units yet."),
        count=len(late),
        more_url=reverse("cases:overdue"),
        alarm=bool(late),
    )


def _hands_line(w: Hands) -> Line:
    chips = [Chip(_("%(number)s late") % {"number": w.late}, "bad")] if w.late else []
    if w.is_over:
        chips.append(Chip(_("Over the limit"), "bad"))
    if w.away_until:
        chips.append(Chip(_("away until %(day)s") % {"day": f"{w.away_until:%d.%m.%Y}"}, "info"))
    grave = _("critical or high: %(number)s") % {"number": w.load.grave}
    return Line(
        title=str(w.worker),
        url=reverse("cases:overdue") + f"?worker={w.worker.public_id}",
        note=f"{w.load_words} · {grave}" if w.load.grave else w.load_words,
        chips=chips,
        due=Due(at=w.oldest, label=_("oldest")) if w.oldest else None,
    )


def late_by_unit(desk: Desk) -> Panel:
    """What is late in each unit, how much of it nobody holds, and how much has climbed."""
    found = sums()
    lines = [
        Line(
            title=str(s.unit),
            url=reverse("cases:overdue") + f"?unit={s.unit.public_id}",
            note=_("%(number)s late") % {"number": s.late},
            chips=[
                *(
                    [Chip(_("Without a holder: %(number)s") % {"number": s.unheld}, "watch")]
                    if s.unheld
                    else []
                ),
                *([Chip(_("Climbed: %(number)s") % {"number": s.climbed}, "bad")] if s.climbed else []),
            ],
        )
        for s in found[:SHOWN]
    ]
    return Panel(
        title=_("Late, by unit"),
        icon="alert-triangle",
        lines=lines,
        empty=_("Nothing is late."),
        count=sum(s.late for s in found),
        more_url=reverse("cases:overdue"),
        alarm=bool(found),
    )


def openings_to_review(desk: Desk) -> Panel:
    """Records opened in an emergency, or tried, that nobody has looked at yet."""
    rows = openings(desk.user).exclude(user=desk.user)
    found = list(rows[:SHOWN])
    return Panel(
        title=_("Emergency openings to review"),
        icon="lock-open",
        lines=[
            Line(
                title=str(o.user),
                url=o.get_absolute_url(),
                note=f"{label('breakglass.reason', o.reason)} · {time.local(o.opened_at):%d.%m.%Y %H:%M}",
                chips=[] if o.outcome == o.OPENED else [Chip(_("Refused"), "bad")],
            )
            for o in found
        ],
        empty=_("No emergency opening waits for review."),
        count=rows.count() if len(found) == SHOWN else len(found),
        more_url=reverse("access:openings"),
        alarm=bool(found),
    )
