"""A report as its pages show it, ready for the components."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.roles import APPEAL_WRITE, REPORT_APPROVE, REPORT_SCREEN, RETENTION_DECIDE
from himaya.cases.intake.forms import screening as forms
from himaya.cases.intake.models import MandatoryNotice, Report
from himaya.cases.intake.process import Intake
from himaya.cases.intake.queries import (
    ALL,
    FLOOD,
    MINE,
    SECOND,
    WAITING,
    letters_to,
    notices_of,
    reporter_of,
    similar_reports,
    walled_off,
)
from himaya.cases.intake.rules import (
    CRITICAL,
    HIGH,
    LOW,
    MEDIUM,
    another_person_reads,
    judgement_of,
    may_write_to,
)
from himaya.kit import clock
from himaya.kit.shapes import Alert, Chip, Due, Moment, NextAction, Tab, Words
from himaya.reference.queries import label, place_by_code
from himaya.registry.queries import documents_of
from himaya.workflow.queries import due, status_bar, story

TONES = {CRITICAL: "grave", HIGH: "bad", MEDIUM: "watch", LOW: "good"}


def tabs(current: str, counts: Mapping[str, int], group: str = "") -> list[Tab]:
    """The officer's lists; the vulnerable group by which they are narrowed stays from one to the next."""
    names = {
        WAITING: _("Waiting"),
        SECOND: _("Second readings"),
        FLOOD: _("Flood lane"),
        MINE: _("Mine"),
        ALL: _("All"),
    }
    address, more = reverse("cases:reports"), f"&group={group}" if group else ""
    return [
        Tab(name, f"{address}?list={code}{more}", code == current, counts.get(code))
        for code, name in names.items()
    ]


def risk_chip(level: str) -> Chip:
    """A level of risk."""
    return Chip(label("risk.level", level), TONES.get(level, ""))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Row:
    """A report in a list."""

    report: Report
    risk: Chip
    state: Any


def rows(reports: Iterable[Report]) -> list[Row]:
    """Reports as a list shows them."""
    return [Row(report, chips(report)[0], Intake.state_of(report).label) for report in reports]


def chips(report: Report) -> list[Chip]:
    """What one must see at a glance."""
    urgent = Chip(_("Said to be in danger now"), "grave")
    if report.risk:
        found = [risk_chip(report.risk), *([urgent] if report.urgent_now else [])]
    else:
        found = [urgent if report.urgent_now else Chip(_("Not judged yet"), "info", "help")]
    found.append(Chip(label("report.channel", report.channel), "", "message"))
    if report.is_anonymous:
        found.append(Chip(_("Anonymous"), "", "user-question"))
    if report.is_professional:
        found.append(Chip(_("From a professional"), "", "briefcase"))
    if report.flood_lane:
        found.append(Chip(_("Flood lane"), "watch"))
    if report.forgotten_on:
        found.append(Chip(_("Anonymised"), "calm"))
    if report.is_sample:
        found.append(Chip(_("Sample"), "", "flask"))
    return found


def alerts(report: Report, by: Any) -> list[Alert]:
    """What one must know before acting."""
    found = []
    if report.names_insider:
        names = ", ".join(walled_off(report, by)) or _("nobody is named yet")
        found.append(Alert(_("It names somebody inside. Shut out: %(names)s.") % {"names": names}))
    if report.risk_proposed:
        text = _("A lower level is proposed (%(level)s); until a supervisor decides, the higher one holds.")
        found.append(Alert(text % {"level": label("risk.level", report.risk_proposed)}))
    if report.territory_id is None:
        found.append(Alert(_("The place is not known: find out where the child is."), "info"))
    return found


def next_steps(report: Report, by: Any) -> list[NextAction]:
    """What this person may do now, each with its clock, or with what blocks it."""
    clocks = {c.name: due(c) for c in Intake.clocks_of(report)}
    found: list[NextAction] = []
    if report.risk_proposed and by.can(REPORT_APPROVE):
        mine = report.risk_proposed_by_id == by.pk
        blocked: list[Words] = [_("You proposed this level. Another person must decide.")] if mine else []
        found.append(
            NextAction(
                _("Decide on the lower level"),
                _page("report-lowering", report),
                primary=True,
                blocked=blocked,
            )
        )
    if report.status == Intake.received.name and by.can(REPORT_SCREEN):
        found.append(
            NextAction(_("Screen"), _page("report-screen", report), clocks.get("screening"), True, key="s")
        )
    if report.status == Intake.screened_in.name and not report.danger and by.can(REPORT_SCREEN):
        found.append(NextAction(_("Answer the danger questions now"), _page("report-screen", report)))
    if report.status == Intake.second_reading.name and by.can(REPORT_SCREEN):
        verdict = another_person_reads(report, {"reader": by})
        found.append(
            NextAction(
                _("Read a second time"),
                _page("report-second-reading", report),
                clocks.get("second_reading"),
                True,
                blocked=[] if verdict else [verdict.reason],
            )
        )
    return found


def _page(name: str, report: Report) -> str:
    return reverse(f"cases:{name}", args=[report.public_id])


def notice_steps(report: Report, notices: list[MandatoryNotice], by: Any) -> list[NextAction]:
    """The bodies still to be told, for who may write it down."""
    if not by.can(REPORT_SCREEN):
        return []
    return [
        NextAction(
            label("mandatory.notification", notice.duty),
            reverse("cases:report-notice", args=[report.public_id, notice.public_id]),
            Due(notice.due_at),
        )
        for notice in notices
        if notice.told_at is None
    ]


def told_of(notices: list[MandatoryNotice]) -> list[Moment]:
    """The bodies that were told, for the story."""
    return [
        Moment(
            n.told_at,
            _("Told: %(what)s") % {"what": label("mandatory.notification", n.duty)},
            " · ".join(filter(None, [n.told_whom, n.their_number, n.note])),
            str(n.told_by or ""),
            "notice",
            _("Notifications"),
            "phone-outgoing",
        )
        for n in notices
        if n.told_at is not None
    ]


def place_of(report: Report) -> str:
    """Where, as precisely as it is known."""
    found = place_by_code(report.place_code) if report.place_code else None
    return found.label if found else str(report.territory or "")


def told_by_reporter(report: Report, by: Any) -> dict[str, Any]:
    """What the reporter said: shared by the report's page and the screening page."""
    reporter = reporter_of(report, by)
    return {
        "report": report,
        "place": place_of(report),
        "children": list(report.children.visible_to(by)),
        "documents": list(documents_of(report.dossier_id, by)),
        "reporter": reporter,
        "letters": letters_to(reporter) if reporter else [],
        "reach": bool(reporter and by.can(REPORT_SCREEN) and may_write_to(reporter)),
        "chips": chips(report),
        "alerts": alerts(report, by),
    }


def record_of(report: Report, by: Any) -> dict[str, Any]:
    """The report in the one shape of a record."""
    steps = Intake.steps_of(report)
    notices = notices_of(report, by)
    reasons = judgement_of(report.danger, clock.today()).reasons if report.danger else ()
    moments = sorted([*story(Intake, steps), *told_of(notices)], key=lambda m: m.at, reverse=True)
    return {
        **told_by_reporter(report, by),
        "bar": status_bar(Intake, report, steps),
        "actions": [*next_steps(report, by), *notice_steps(report, notices, by)],
        "moments": moments,
        "reasons": reasons,
        "may_screen": by.can(REPORT_SCREEN),
        "may_hold": by.can(RETENTION_DECIDE),
        "may_complain": by.can(APPEAL_WRITE),
    }


def screening_of(report: Report, by: Any, *, joining: str = "", **given: Any) -> dict[str, Any]:
    """The screening page: what was told, the questions, the level, the ways on. `given` are forms just sent; `joining`
    is the public id of an earlier report that looks alike, to be joined to."""
    similar = similar_reports(report, by)
    joined = next((s.report.reference for s in similar if s.report.public_id == joining), "")
    start = {"matter": report.matter, "place": report.place_code}
    version = report.version
    return {
        **told_by_reporter(report, by),
        "judge": forms.JudgeForm(initial=forms.judged_before(report), version=version),
        "judged": judgement_of(report.danger, clock.today()) if report.danger else None,
        "take_in": forms.ScreenInForm(initial=start, version=version),
        "out": forms.OutForm(version=version),
        "inform": forms.InformForm(version=version),
        "link": forms.LinkForm(initial={"reference": joined}, version=version),
        "joining": joined,
        "route": forms.RouteForm(initial=start, version=version),
        "insiders": forms.InsiderNamesForm(version=version),
        "similar": similar,
        "clocks": [due(c) for c in Intake.clocks_of(report)],
        "bound": next((name for name, form in given.items() if form.is_bound), ""),
        **given,
    }
