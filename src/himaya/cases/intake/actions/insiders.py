"""A report about somebody inside: read at the national desk, out of sight of those it names, for good."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from himaya.access.actions import wall_off
from himaya.access.gate import action
from himaya.access.models import Dossier, Unit, User
from himaya.access.queries import national_desk
from himaya.access.roles import REPORT_SCREEN
from himaya.cases.casefile.actions import follow_report
from himaya.cases.intake.actions.holding import hold
from himaya.cases.intake.actions.routing import move_report
from himaya.cases.intake.models import Report, Reporter
from himaya.kit.errors import Refused

REASON = "named_in_report"


@action(REPORT_SCREEN, on="report")
def name_insiders(
    *,
    report: Report,
    by: User,
    users: Sequence[User] = (),
    units: Sequence[Unit] = (),
    expected: int | None = None,
) -> Report:
    """Walls the named off from the report, the reporter and the case that came of it, break-glass included, and
    brings the report to the national desk. With nobody named yet it only brings it there."""
    hold(report, expected)
    if any(unit.is_national_desk for unit in units):
        raise Refused(_("The national desk cannot be shut out: name the persons."), field="units")
    report.names_insider = True
    report.save(update_fields=["names_insider"])
    for dossier in _dossiers(report):
        for user in users:
            wall_off(dossier=dossier, user=user, reason=REASON, by=by)
        for unit in units:
            wall_off(dossier=dossier, unit=unit, reason=REASON, by=by)
    follow_report(report)
    move_report(report=report, unit=national_desk())
    return report


def _dossiers(report: Report) -> list[Dossier]:
    found = [report.dossier]
    return found + [r.dossier for r in Reporter.objects.filter(report=report).select_related("dossier")]
