"""What every write on a report stands on."""

from himaya.access.gate import require_version
from himaya.cases.intake.models import Report
from himaya.cases.intake.process import Intake
from himaya.workflow.process import Move


def hold(report: Report, expected: int | None = None, move: Move | None = None) -> Report:
    """Brings the report in hand up to date and keeps it still until the transaction ends.

    A page that is no longer current is refused; where somebody has already made the move, the move itself says who
    did (so give it)."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("dossier__unit", "territory")
    report.refresh_from_db(from_queryset=rows)
    if move is None or Intake.state_of(report) in move.sources:
        require_version(report, expected)
    return report
