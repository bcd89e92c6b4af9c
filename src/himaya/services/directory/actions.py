"""Keeping one's own entries of the directory."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.models import Unit
from himaya.access.roles import SERVICE_MANAGE
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.models import Territory
from himaya.reference.queries import norm
from himaya.services.directory.models import Service, Waiting
from himaya.services.directory.queries import own_units
from himaya.services.directory.rules import Measured, told

FIGURES = ("answer_median", "answer_p90", "start_median", "start_p90")


def _require_own(unit: Unit, by: Any) -> None:
    if not getattr(by, "is_system", False) and unit not in own_units(by):
        raise PermissionDenied(_("This service belongs to another organisation."))


def _require_new(service: Service) -> None:
    same = Service.objects.filter(unit=service.unit, type=service.type, name_az=service.name_az)
    if same.exclude(pk=service.pk).exists():
        raise Refused(_("Your organisation already has a service of this kind and name."), field="name_az")


@action(SERVICE_MANAGE)
def add_service(*, unit: Unit, territories: list[Territory], by: Any, **fields: Any) -> Service:
    """A new entry of one's own unit, confirmed today."""
    _require_own(unit, by)
    service = Service(unit=unit, confirmed_on=clock.today(), **fields)
    _require_new(service)
    service.save()
    service.territories.set(territories)
    return service


@action(SERVICE_MANAGE)
def change_service(
    *, service: Service, territories: list[Territory], by: Any, expected: int | None = None, **fields: Any
) -> Service:
    """Corrects an entry, which confirms it."""
    locked = _held(service, by)
    require_version(locked, expected)
    for name, value in fields.items():
        setattr(locked, name, value)
    _require_new(locked)
    _save(locked)
    locked.territories.set(territories)
    return locked


@action(SERVICE_MANAGE)
def confirm_service(*, service: Service, by: Any) -> Service:
    """Says that an entry is still true today."""
    locked = _held(service, by)
    _save(locked)
    return locked


def _held(service: Service, by: Any) -> Service:
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    _require_own(locked.unit, by)
    return locked


def _save(service: Service) -> None:
    service.confirmed_on = clock.today()
    service.version += 1
    service.save()


@action(None)
def note_waiting(*, measured: list[Measured], by: Any) -> int:
    """Writes how long families waited for each service, as measured today; says for how many there is something to
    tell. What is not measured any more is not told any more. Fewer referrals than the norm `service.wait.smallest` are
    kept back. By the system alone."""
    if not getattr(by, "is_system", False):
        raise PermissionDenied(_("Only the system measures how long families wait."))
    today = clock.today()
    smallest = int(norm("service.wait.smallest", today).value)
    nothing = dict.fromkeys(FIGURES)
    Waiting.objects.update(measured_on=today, **nothing)
    rows = [Waiting(service_id=m.service, measured_on=today, **told(m, smallest)) for m in measured]
    fields = ["measured_on", *FIGURES]
    Waiting.objects.bulk_create(rows, update_conflicts=True, unique_fields=["service"], update_fields=fields)
    return sum(row.answer_median is not None for row in rows)
