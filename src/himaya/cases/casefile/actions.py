"""Opening a case, and what belongs to it."""

from typing import Any

from himaya.access.actions import open_dossier, wall_off
from himaya.access.gate import action
from himaya.access.models import Unit, Wall
from himaya.access.roles import REPORT_SCREEN
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork


@action(REPORT_SCREEN, on="report")
def open_case(
    *, report: Any, risk: str, matter: str, unit: Unit, by: Any, summary: str | None = None
) -> Case:
    """A case for a report that was screened in, held by the competent unit from its first moment.

    Response times run from the time of the report. Who was walled off from the report is walled off from the
    case. `summary` is what the unit reads of the report: the reporter's own words unless given, never who
    they are. The opener need not be able to read what they opened once it lies with another unit.
    """
    dossier = open_dossier(kind="case", unit=unit, sensitivity=report.dossier.sensitivity)
    case = Case(
        dossier=dossier,
        matter=matter,
        territory=report.territory,
        risk=risk,
        reported_at=report.received_at,
        summary=report.narrative if summary is None else summary,
        concerns=list(report.concerns),
        is_sample=report.is_sample,
    )
    CaseWork.begin(case, CaseWork.open, by=by, facts={"report": report.pk, "risk": risk, "matter": matter})
    for wall in Wall.objects.filter(dossier=report.dossier):
        wall_off(dossier=dossier, user=wall.user, unit=wall.unit, reason=wall.reason, by=by)
    report.case = case
    report.save(update_fields=["case"])
    return case
