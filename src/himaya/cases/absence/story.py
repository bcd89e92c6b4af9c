"""What school-absence lists add to the story of a case: that a child it is about was away from school."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.cases.absence.queries import absences_in
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import moments, rare, rare_on
from himaya.kit.shapes import Moment

rare(
    "absence",
    "cases_schoolabsence a join cases_casemember m on m.person_id = a.person_id where m.case_id = %(case)s",
)


@moments()
def away_from_school(case: Case, user: User) -> Iterable[Moment]:
    """Each month of each child, as far as the reader sees the child."""
    for one in absences_in(case) if "absence" in rare_on(case) else []:
        yield Moment(
            at=one.kept_at,
            title=_("Away from school in %(month)s: %(days)s days, %(unexcused)s without a good reason")
            % {"month": f"{one.month:%m.%Y}", "days": one.days, "unexcused": one.unexcused},
            text=" · ".join(filter(None, [str(one.person), one.school, one.school_class])),
            by="",
            kind="absence",
            kind_label=_("Absence from school"),
            icon="school",
            url="",
        )
