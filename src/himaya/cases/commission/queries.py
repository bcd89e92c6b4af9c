"""Reading commissions."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from himaya.access.models import Unit, User
from himaya.access.queries import units_under
from himaya.access.roles import COMMISSION_KEEP, COMMISSION_SIT, CommissionSecretary, roles_with
from himaya.cases.commission.models import Commission, CommissionSeat
from himaya.kit import clock
from himaya.reference.queries import in_language
from himaya.workflow.models import Clock

SITTING = "sitting"


def commissions() -> Any:
    """With their units."""
    return Commission.objects.select_related("unit__organisation", "dossier__unit")


def sitting_commissions(user: Any) -> QuerySet[Commission]:
    """The commissions that sit, as far as this person sees them."""
    rows: QuerySet[Commission] = commissions().visible_to(user).filter(status=SITTING)
    return rows.order_by("unit__name_az", "pk")


def seats_on(commission: Commission, day: date | None = None) -> list[CommissionSeat]:
    """Who sits on a day: the chair first, then deputies, the secretary and members."""
    order = [CommissionSeat.CHAIR, CommissionSeat.DEPUTY, CommissionSeat.SECRETARY, CommissionSeat.MEMBER]
    rows = commission.seats.filter(CommissionSeat.on(day or clock.today())).select_related(
        "user", "stands_for"
    )
    return sorted(rows, key=lambda seat: (order.index(seat.function), seat.user.full_name))


def units_to_keep(user: User) -> QuerySet[Unit]:
    """Where this person may establish a commission."""
    return units_under(user, COMMISSION_KEEP).filter(is_active=True).select_related("organisation")


def people_to_sit(unit: Unit) -> QuerySet[User]:
    """Active users with a role in a commission, of the unit, of those above it and below it."""
    near = Q(memberships__unit__in=unit.path) | Q(memberships__unit__path__contains=[unit.pk])
    return _holding(roles_with(COMMISSION_SIT), near)


def secretaries_of(units: QuerySet[Unit]) -> QuerySet[User]:
    """Active users with the role of a secretary in one of these units."""
    return _holding([CommissionSecretary.code], Q(memberships__unit__in=units))


def _holding(roles: Iterable[str], near: Q) -> QuerySet[User]:
    rows = User.objects.filter(
        near, is_active=True, memberships__role__in=list(roles), memberships__ended_at__isnull=True
    )
    return rows.distinct().order_by("full_name", "pk")


class KnownCommission(NamedTuple):
    """A commission as everybody may know it: which body it is, of which unit, and who keeps its papers."""

    pk: int
    public_id: str
    kind: str
    unit_id: int
    unit_az: str
    unit_en: str
    unit_ru: str
    secretary_id: int | None
    unit_path: list[int]

    def __str__(self) -> str:
        return in_language(self.unit_az, self.unit_en, self.unit_ru)


def known_commissions() -> list[KnownCommission]:
    """Every commission that sits, by name; through a door, since who works on a case sees none of them otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("select * from cases_commissions()")
        rows = [KnownCommission._make(row) for row in cursor.fetchall()]
    return sorted(rows, key=str)


def overdue_sessions(now: Any) -> QuerySet[Clock]:
    """The clocks of commissions that did not meet when due. For the system."""
    return Clock.objects.filter(process="commission", name="session", state=Clock.RUNNING, due_at__lt=now)
