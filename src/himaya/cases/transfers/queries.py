"""Offers of cases, and to whom a case could be offered."""

from django.db.models import QuerySet

from himaya.access.models import Unit, User
from himaya.access.roles import SocialWorker
from himaya.cases.assigning.queries import workers_for
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import AT_WORK
from himaya.cases.transfers.models import Transfer
from himaya.cases.transfers.rules import is_receiver


def open_offers(user: User) -> list[tuple[Transfer, bool]]:
    """Offers that wait, and whether this person answers them; the oldest first."""
    rows = (
        Transfer.objects.visible_to(user)
        .filter(status=Transfer.OFFERED)
        .select_related("case", "from_unit", "to_unit", "from_worker", "to_worker", "offered_by")
        .order_by("offered_at")[:200]
    )
    return [(transfer, is_receiver(transfer, user)) for transfer in rows]


def other_workers(case: Case) -> list[User]:
    """Workers of the unit who could take the case over; none while nobody holds it."""
    if case.status not in AT_WORK:
        return []
    return [worker for worker in workers_for(case) if worker.pk != case.worker_id]


def other_units(case: Case) -> QuerySet[Unit]:
    """Units of the same kind and the national desk: who else could be competent."""
    home = case.dossier.unit
    same = Unit.objects.filter(is_active=True, kind=home.kind).exclude(pk=home.pk)
    desk = Unit.objects.filter(is_active=True, is_national_desk=True).exclude(pk=home.pk)
    return (same | desk).distinct().order_by("name_az")


def workers_in(unit: Unit) -> QuerySet[User]:
    """Social workers of a unit and of those below it."""
    return (
        User.objects.filter(
            is_active=True,
            memberships__role=SocialWorker.code,
            memberships__ended_at__isnull=True,
            memberships__unit__path__contains=[unit.pk],
        )
        .distinct()
        .order_by("full_name")
    )
