"""Reading duties."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from himaya.access.models import Membership, Unit, User
from himaya.access.roles import ProviderStaff
from himaya.cases.casefile.models import Case
from himaya.cases.duties.models import Duty
from himaya.kit import clock
from himaya.workflow.models import Clock, Step

OPEN = ("given", "accepted", "reported")


def duties() -> Any:
    """With everything a duty's page shows."""
    return Duty.objects.select_related(
        "dossier__unit", "unit__organisation", "answer_to", "given_by", "reported_by", "verified_by"
    )


def duties_of(case: Case) -> QuerySet[Duty]:
    """What meetings asked of agencies for a case, the latest first."""
    rows: QuerySet[Duty] = duties().filter(case=case)
    return rows.order_by("-pk")


def duties_for(user: User) -> QuerySet[Duty]:
    """What was asked of the units in which the user works, those that wait first."""
    units = [m.unit_id for m in user.current_memberships if m.role == ProviderStaff.code]
    rows: QuerySet[Duty] = duties().visible_to(user).filter(unit_id__in=units)
    return rows.order_by("due_on", "pk")


def duties_to_check(user: User) -> QuerySet[Duty]:
    """What agencies report done and this person answers for, or gave."""
    rows: QuerySet[Duty] = duties().visible_to(user).filter(status="reported")
    return (rows.filter(answer_to=user) | rows.filter(given_by=user)).order_by("reported_at", "pk")


def clocks_on(keys: Iterable[int]) -> dict[int, Clock]:
    """The running deadline of each of these duties."""
    rows = Clock.objects.filter(process="duty", state=Clock.RUNNING, subject_id__in=list(keys))
    return {row.subject_id: row for row in rows}


def steps_on(keys: Iterable[int]) -> QuerySet[Step]:
    """The steps of these duties, oldest first."""
    rows = Step.objects.filter(process="duty", subject_id__in=list(keys))
    return rows.select_related("actor").order_by("id")


def is_late(duty: Duty) -> bool:
    """Not yet reported done although its day has passed."""
    return duty.status in ("given", "accepted") and duty.due_on < clock.today()


def agencies() -> QuerySet[Unit]:
    """Units in which somebody reads and answers what a meeting asks, and those where nobody has an account: they get a
    link."""
    people = Membership.objects.filter(ended_at__isnull=True, user__is_active=True)
    staffed = Q(pk__in=people.filter(role=ProviderStaff.code).values("unit"))
    rows = Unit.objects.filter(staffed | ~Q(pk__in=people.values("unit")), is_active=True)
    return rows.select_related("organisation").order_by("name_az", "pk")
