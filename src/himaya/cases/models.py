"""Re-exports the models of this context's topics."""

from himaya.cases.casefile.models import Assignment, Case, CaseMember, Note
from himaya.cases.intake.models import Report, ReportedChild, Reporter
from himaya.cases.referrals.models import Feedback, Referral

__all__ = [
    "Assignment",
    "Case",
    "CaseMember",
    "Feedback",
    "Note",
    "Referral",
    "Report",
    "ReportedChild",
    "Reporter",
]
