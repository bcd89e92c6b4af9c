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
from himaya.services.directory.models import Service
from himaya.services.directory.queries import own_units


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
