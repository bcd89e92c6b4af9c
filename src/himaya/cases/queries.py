"""What other contexts may ask of cases."""

from himaya.cases.casefile.naming import children_of
from himaya.cases.referrals.queries import inbox_of

__all__ = ["children_of", "inbox_of"]
