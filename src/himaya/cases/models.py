"""Re-exports the models of this context's topics."""

from himaya.cases.casefile.models import Assignment, Case, CaseMember, Note
from himaya.cases.intake.models import (
    AddressMark,
    MandatoryNotice,
    PublicDraft,
    Report,
    ReportedChild,
    Reporter,
    StatusTry,
)
from himaya.cases.referrals.models import Feedback, Referral

__all__ = [
    "AddressMark",
    "Assignment",
    "Case",
    "CaseMember",
    "Feedback",
    "MandatoryNotice",
    "Note",
    "PublicDraft",
    "Referral",
    "Report",
    "ReportedChild",
    "Reporter",
    "StatusTry",
]
