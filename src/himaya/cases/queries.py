"""What other contexts may ask of cases."""

from himaya.cases.assigning.queries import workloads
from himaya.cases.casefile.queries import Face, closed_cases_of, faces_of, other_cases, title_of
from himaya.cases.casefile.story import alerts as case_alerts
from himaya.cases.casefile.story import moments as case_moments
from himaya.cases.duties.queries import duties_for
from himaya.cases.meetings.queries import items_waiting, meetings_to_come
from himaya.cases.overdue.queries import Hands, hands, sums
from himaya.cases.referrals.queries import in_hand, inbox_of
from himaya.cases.transfers.queries import open_offers
from himaya.cases.visits.queries import AHEAD

__all__ = [
    "AHEAD",
    "Face",
    "Hands",
    "case_alerts",
    "case_moments",
    "closed_cases_of",
    "duties_for",
    "faces_of",
    "hands",
    "in_hand",
    "inbox_of",
    "items_waiting",
    "meetings_to_come",
    "open_offers",
    "other_cases",
    "sums",
    "title_of",
    "workloads",
]
