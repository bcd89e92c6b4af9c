"""What a decision on the right stands on."""

from typing import Any

from himaya.access.models import Unit, User
from himaya.access.roles import ROLES, SERVICE_APPLY
from himaya.cases.casefile.models import Case
from himaya.instruments.queries import answered


def home_unit(user: User, competent: Unit) -> Unit:
    """The unit that holds the case: the competent one where its desk takes the application, else whose desk it is."""
    own = [m.unit for m in user.current_memberships if SERVICE_APPLY in ROLES[m.role].may]
    if not own or any(unit.pk == competent.pk for unit in own):
        return competent
    return own[0]


def report_of(case: Case) -> list[Any]:
    """The answers of the approved assessments: the report the decision rests on."""
    rows = case.assessments.filter(status="approved").select_related("needs__form__instrument").order_by("pk")
    return [(row.needs.questionnaire.instrument, answered(row.needs)) for row in rows]
