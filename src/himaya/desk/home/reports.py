"""Panels of those who take reports and judge their urgency."""

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.cases.models import Report
from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import SHOWN, Line, Panel, risk_chips
from himaya.kit import clock as time
from himaya.kit.shapes import Chip, Due
from himaya.reference.queries import label
from himaya.workflow.models import Clock
from himaya.workflow.queries import find_process


def reports_waiting(desk: Desk) -> Panel:
    """Reports nobody has screened yet: the urgent first, then by what is due next."""
    rows = Report.objects.filter(status="received").order_by("-urgent_now", "received_at")
    reports = list(rows[: SHOWN * 2])
    clocks = Clock.objects.filter(
        process="intake", state=Clock.RUNNING, subject_id__in=[r.pk for r in reports]
    ).order_by("-due_at")
    dues = {pk: Due(at=at) for pk, at in clocks.values_list("subject_id", "due_at")} if reports else {}
    return Panel(
        title=_("Reports to screen"),
        icon="phone-incoming",
        lines=[_waiting(r, dues.get(r.pk)) for r in reports],
        empty=_("No report waits. New ones appear here at once."),
        count=rows.count() if len(reports) == SHOWN * 2 else len(reports),
        more_url=reverse("cases:reports"),
        alarm=bool(reports),
    )


def _waiting(report: Report, due: Due | None) -> Line:
    chips = [Chip(_("Urgent now"), "grave")] if report.urgent_now else []
    place = report.place_text or _("place unknown")
    return Line(
        title=f"{report.reference} · {place}",
        url=report.get_absolute_url(),
        note=f"{label('report.channel', report.channel)} · {time.local(report.received_at):%d.%m %H:%M}",
        chips=chips,
        due=due,
    )


def second_readings(desk: Desk) -> Panel:
    """Reports somebody proposes not to act on: another pair of eyes reads them."""
    rows = (
        Report.objects.filter(status="second_reading").exclude(screened_by=desk.user).order_by("received_at")
    )
    reports = list(rows[:SHOWN])
    return Panel(
        title=_("Second readings"),
        icon="eye-check",
        lines=[
            Line(
                title=r.reference,
                url=r.get_absolute_url(),
                note=label("screening.out_reason", r.outcome_reason),
                chips=risk_chips(r.risk),
            )
            for r in reports
        ],
        empty=_("No report waits for a second reading."),
        count=rows.count() if len(reports) == SHOWN else len(reports),
        alarm=bool(reports),
    )


def entered_by_me(desk: Desk) -> Panel:
    """Reports I entered, and whether they are being handled."""
    rows = Report.objects.filter(entered_by=desk.user).order_by("-received_at")
    process = find_process("intake")
    lines = [
        Line(
            title=f"{r.reference} · {r.place_text or _('place unknown')}",
            url=r.get_absolute_url(),
            note=f"{time.local(r.received_at):%d.%m.%Y %H:%M}",
            chips=[Chip(process.states[r.status].label)] if process and r.status in process.states else [],
        )
        for r in rows[: SHOWN * 2]
    ]
    return Panel(
        title=_("Reports you entered"),
        icon="notes",
        lines=lines,
        empty=_("Reports you enter appear here, with what became of them."),
        count=len(lines),
        more_url=reverse("cases:reports"),
    )
