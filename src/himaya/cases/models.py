"""Re-exports the models of this context's topics."""

from himaya.cases.assigning.models import Assignment
from himaya.cases.casefile.models import Case, CaseMember, Note
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
from himaya.cases.risk.models import RiskChange
from himaya.cases.transfers.models import Transfer
from himaya.cases.visits.models import Presence, Visit

__all__ = [
    "AddressMark",
    "Assignment",
    "Case",
    "CaseMember",
    "Feedback",
    "MandatoryNotice",
    "Note",
    "Presence",
    "PublicDraft",
    "Referral",
    "Report",
    "ReportedChild",
    "Reporter",
    "RiskChange",
    "StatusTry",
    "Transfer",
    "Visit",
]
