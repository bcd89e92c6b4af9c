"""Re-exports the models of this context's topics."""

from himaya.cases.casefile.models import Assignment, Case, CaseMember, Note
from himaya.cases.intake.models import Report, ReportedChild, Reporter

__all__ = ["Assignment", "Case", "CaseMember", "Note", "Report", "ReportedChild", "Reporter"]
