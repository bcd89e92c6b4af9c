"""To which desk a report belongs."""

from typing import Any

from django.utils.translation import gettext as _

from himaya.access.actions import move_dossier
from himaya.access.gate import action
from himaya.access.models import Unit
from himaya.access.queries import competent_unit, national_desk, nearest_to
from himaya.access.roles import REPORT_SCREEN, DutyOfficer
from himaya.cases.intake.actions.holding import hold
from himaya.cases.intake.models import MandatoryNotice, Report, Reporter
from himaya.cases.intake.process import ARRIVED, Intake, Notifying
from himaya.cases.intake.signals import report_moved
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.models import Territory
from himaya.workflow.actions import hand_clocks, move_tasks, tell_all


@action(REPORT_SCREEN, on="report")
def route_report(
    *, report: Report, matter: str, territory: Territory | None, by: Any, expected: int | None = None
) -> Report:
    """Sends a waiting report to the unit competent for the matter in that place today. The sender may lose
    sight of it. A report that names an insider stays at the national desk."""
    hold(report, expected)
    if report.status != Intake.received.name:
        raise Refused(_("This report has already been screened."))
    report.matter, report.territory = matter, territory
    report.save(update_fields=["matter", "territory"])
    move_report(report=report, unit=unit_for(report, matter, territory))
    return report


def unit_for(report: Report, matter: str, territory: Territory | None) -> Unit:
    """The competent unit; the national desk for an unknown place and whenever an insider is named."""
    if report.names_insider or territory is None:
        return national_desk()
    return competent_unit(matter, territory, clock.today())


def move_report(*, report: Report, unit: Unit) -> None:
    """Hands a report, its reporter, clocks and tasks to a unit, and tells its duty officers."""
    if report.dossier.unit_id == unit.pk:
        return
    hand_clocks(process=Intake.code, subject_id=report.pk, holder=None, unit=unit)
    move_tasks(process=Intake.code, subject_id=report.pk, unit=unit)
    for notice in MandatoryNotice.objects.filter(report=report):
        hand_clocks(process=Notifying.code, subject_id=notice.pk, holder=None, unit=unit)
    reporter = Reporter.objects.filter(report=report).select_related("dossier__unit").first()
    if reporter:
        move_dossier(dossier=reporter.dossier, unit=unit)
    tell_all(
        users=nearest_to(DutyOfficer, report.dossier, unit),
        kind=ARRIVED,
        key=f"{ARRIVED}:moved:{report.pk}:{unit.pk}",
        url=report.get_absolute_url(),
        reference=report.reference,
        urgent=True,
    )
    report_moved.send(sender=Report, report=report, unit=unit)
    move_dossier(dossier=report.dossier, unit=unit)
