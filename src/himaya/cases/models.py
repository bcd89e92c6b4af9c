"""Re-exports the models of this context's topics."""

from himaya.cases.absence.models import AbsenceList, AbsenceRow, SchoolAbsence
from himaya.cases.appeals.models import Appeal
from himaya.cases.applying.models import OnlineApplication
from himaya.cases.assessment.models import Assessment, AssessmentReading, SafetyPlan
from himaya.cases.assigning.models import Assignment
from himaya.cases.casefile.models import Case, CaseMember, Note
from himaya.cases.commission.models import Commission, CommissionSeat
from himaya.cases.duties.models import Duty
from himaya.cases.fileaudits.models import AuditAnswer, AuditDraw, AuditWord, FileAudit, Mend
from himaya.cases.intake.models import (
    AddressMark,
    MandatoryNotice,
    PublicDraft,
    Report,
    ReportedChild,
    Reporter,
    StatusTry,
)
from himaya.cases.links.models import LinkOpening, OutsideLink
from himaya.cases.meetings.models import (
    AgendaItem,
    Attendee,
    ConflictOfInterest,
    LaidPaper,
    Meeting,
    Minutes,
    Vote,
)
from himaya.cases.missing.models import MissingChild, ReturnTalk, SearchStep
from himaya.cases.outreach.models import Lead, LeadContact, OutreachRule
from himaya.cases.plan.models import Goal, Plan, PlanAction, PlanCopy, PlanReading
from himaya.cases.proceedings.models import (
    Hearing,
    Judgment,
    Order,
    OrderBreach,
    OrderPerson,
    Proceeding,
    ProceedingParty,
)
from himaya.cases.referrals.models import Feedback, Referral
from himaya.cases.related.models import CaseLink
from himaya.cases.removal.models import Removal, RemovalCheck
from himaya.cases.reviews.models import GoalProgress, Review
from himaya.cases.rights.models import AffectedRight
from himaya.cases.risk.models import RiskChange
from himaya.cases.separation.models import SeparationRisk
from himaya.cases.social_service.models import Application
from himaya.cases.supervision.models import Supervision, SupervisionNote, SupervisionPoint
from himaya.cases.transfers.models import Transfer
from himaya.cases.visits.models import Presence, Visit
from himaya.cases.writing.models import HomeMessage, SafeWay

__all__ = [
    "AbsenceList",
    "AbsenceRow",
    "AddressMark",
    "AffectedRight",
    "AgendaItem",
    "Appeal",
    "Application",
    "Assessment",
    "AssessmentReading",
    "Assignment",
    "Attendee",
    "AuditAnswer",
    "AuditDraw",
    "AuditWord",
    "Case",
    "CaseLink",
    "CaseMember",
    "Commission",
    "CommissionSeat",
    "ConflictOfInterest",
    "Duty",
    "Feedback",
    "FileAudit",
    "Goal",
    "GoalProgress",
    "Hearing",
    "HomeMessage",
    "Judgment",
    "LaidPaper",
    "Lead",
    "LeadContact",
    "LinkOpening",
    "MandatoryNotice",
    "Meeting",
    "Mend",
    "Minutes",
    "MissingChild",
    "Note",
    "OnlineApplication",
    "Order",
    "OrderBreach",
    "OrderPerson",
    "OutreachRule",
    "OutsideLink",
    "Plan",
    "PlanAction",
    "PlanCopy",
    "PlanReading",
    "Presence",
    "Proceeding",
    "ProceedingParty",
    "PublicDraft",
    "Referral",
    "Removal",
    "RemovalCheck",
    "Report",
    "ReportedChild",
    "Reporter",
    "ReturnTalk",
    "Review",
    "RiskChange",
    "SafeWay",
    "SafetyPlan",
    "SchoolAbsence",
    "SearchStep",
    "SeparationRisk",
    "StatusTry",
    "Supervision",
    "SupervisionNote",
    "SupervisionPoint",
    "Transfer",
    "Visit",
    "Vote",
]
