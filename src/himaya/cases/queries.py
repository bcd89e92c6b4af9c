"""What other contexts may ask of cases."""

from himaya.cases.assigning.queries import workloads
from himaya.cases.casefile.naming import children_of
from himaya.cases.casefile.queries import Face, closed_cases_of, faces_of, title_of
from himaya.cases.referrals.queries import inbox_of

__all__ = ["Face", "children_of", "closed_cases_of", "faces_of", "inbox_of", "title_of", "workloads"]
