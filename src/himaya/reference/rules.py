"""The decisions of this context: when terms end, which days are worked, what a norm says."""

from himaya.reference.calendar.rules import add, add_working_days, is_working_day, working_days_between
from himaya.reference.norms.rules import NormMissing, NormValue
from himaya.reference.territory.rules import distance

__all__ = [
    "NormMissing",
    "NormValue",
    "add",
    "add_working_days",
    "distance",
    "is_working_day",
    "working_days_between",
]
