"""What becomes of a report: a case, nothing (read twice), part of an earlier report, or information only."""

from django.utils.translation import gettext as _

from himaya.access.gate import action
from himaya.access.models import User
from himaya.access.roles import REPORT_SCREEN
from himaya.cases.casefile.actions import Destination, follow_report, open_case
from himaya.cases.intake.actions.holding import hold
from himaya.cases.intake.actions.judging import withdraw_lowering
from himaya.cases.intake.actions.notices import open_notices
from himaya.cases.intake.actions.routing import unit_for
from himaya.cases.intake.models import Report
from himaya.cases.intake.process import JOINED, Intake
from himaya.cases.intake.rules import CRITICAL, GUARDED, HIGH
from himaya.cases.intake.signals import report_decided
from himaya.kit.errors import Refused
from himaya.reference.models import Territory
from himaya.workflow.actions import tell_all


@action(REPORT_SCREEN, on="report")
def screen_in(
    *,
    report: Report,
    matter: str,
    by: User,
    territory: Territory | None = None,
    expected: int | None = None,
) -> Report:
    """Opens a case with the unit competent for the matter in the place, on the level that holds.

    Nothing delays it: before the questions are answered the level is high, or critical where the reporter said
    that life is in danger, and the missing answers become a task. `.case` of the answer is the new case."""
    hold(report, expected, Intake.screen_in)
    withdraw_lowering(report=report, by=by)
    report.matter, report.territory = matter, territory or report.territory
    report.risk = report.risk or (CRITICAL if report.urgent_now else HIGH)
    report.screened_by = by
    report.save()
    open_notices(report=report, by=by)
    Intake.move(report, Intake.screen_in, by=by, facts={"matter": matter, "risk": report.risk})
    unit = unit_for(report, matter, report.territory)
    open_case(report=report, risk=report.risk, matter=matter, unit=unit, by=by)
    report_decided.send(sender=Report, report=report, by=by)
    return report


@action(REPORT_SCREEN, on="report")
def propose_out(*, report: Report, reason: str, note: str, by: User, expected: int | None = None) -> Report:
    """Proposes that nothing is needed. Somebody else reads it again within the norm's time."""
    hold(report, expected, Intake.propose_out)
    _write_outcome(report, reason, note, by)
    Intake.move(report, Intake.propose_out, by=by, reason=reason)
    report_decided.send(sender=Report, report=report, by=by)
    return report


def _write_outcome(report: Report, reason: str, note: str, by: User) -> None:
    report.outcome_reason, report.outcome_note, report.screened_by = reason, note, by
    report.save(update_fields=["outcome_reason", "outcome_note", "screened_by"])


@action(REPORT_SCREEN, on="report")
def confirm_out(*, report: Report, by: User, expected: int | None = None) -> Report:
    """The second reading agrees: the report ends here. Never by the one who proposed it."""
    hold(report, expected, Intake.confirm_out)
    Intake.move(report, Intake.confirm_out, by=by, facts={"reader": by})
    report_decided.send(sender=Report, report=report, by=by)
    return report


@action(REPORT_SCREEN, on="report")
def return_to_screening(*, report: Report, by: User, note: str = "", expected: int | None = None) -> Report:
    """The second reading disagrees: the report waits for screening again."""
    hold(report, expected, Intake.return_to_screening)
    report.outcome_reason, report.outcome_note = "", note
    report.save(update_fields=["outcome_reason", "outcome_note"])
    Intake.move(report, Intake.return_to_screening, by=by)
    return report


@action(REPORT_SCREEN, on="report")
def link_report(*, report: Report, to: Report, by: User, expected: int | None = None) -> Report:
    """Joins a report to an earlier one about the same. Where that became a case, its worker hears of it; of a
    closed one the unit, so that somebody reopens it. Who is walled off from the report is so from the case too."""
    hold(report, expected, Intake.link)
    earlier = to.linked_to or to
    if earlier.pk == report.pk:
        raise Refused(_("A report cannot be joined to itself."))
    withdraw_lowering(report=report, by=by)
    report.linked_to, report.case_id, report.screened_by = earlier, earlier.case_id, by
    report.save(update_fields=["linked_to", "case", "screened_by"])
    Intake.move(report, Intake.link, by=by, facts={"to": earlier.pk})
    case = follow_report(report)
    if case is not None:
        _tell_of_joining(report, case)
    report_decided.send(sender=Report, report=report, by=by)
    return report


def _tell_of_joining(report: Report, case: Destination) -> None:
    tell_all(
        users=case.people,
        kind=JOINED,
        key=f"{JOINED}:{report.pk}",
        url=case.url,
        reference=case.reference,
        urgent=report.risk in GUARDED,
    )


@action(REPORT_SCREEN, on="report")
def inform(*, report: Report, reason: str, by: User, note: str = "", expected: int | None = None) -> Report:
    """Nothing about a child at risk: a question, a wrong number, somebody who wishes to foster. Never for a
    report whose level is critical or high."""
    hold(report, expected, Intake.inform)
    if report.risk in GUARDED:
        raise Refused(
            _("A critical or high report is not information only. Screen it in, or propose to screen it out.")
        )
    withdraw_lowering(report=report, by=by)
    _write_outcome(report, reason, note, by)
    Intake.move(report, Intake.inform, by=by, reason=reason)
    report_decided.send(sender=Report, report=report, by=by)
    return report
