"""Keeping one's own entries of the directory."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from himaya.access.gate import action, require_version
from himaya.access.models import Unit
from himaya.access.roles import SERVICE_MANAGE
from himaya.kit import clock
from himaya.reference.models import Territory
from himaya.services.directory.models import Service


def _require_own(unit: Unit, by: Any) -> None:
    if not getattr(by, "is_system", False) and unit.pk not in {m.unit_id for m in by.current_memberships}:
        raise PermissionDenied(_("This service belongs to another organisation."))


@action(SERVICE_MANAGE)
def add_service(*, unit: Unit, territories: list[Territory], by: Any, **fields: Any) -> Service:
    """A new entry of one's own unit, confirmed today."""
    _require_own(unit, by)
    service = Service.objects.create(unit=unit, confirmed_on=clock.today(), **fields)
    service.territories.set(territories)
    return service


@action(SERVICE_MANAGE)
def change_service(
    *, service: Service, territories: list[Territory], by: Any, expected: int | None = None, **fields: Any
) -> Service:
    """Corrects an entry, which confirms it."""
    locked = Service.objects.select_for_update().get(pk=service.pk)
    _require_own(locked.unit, by)
    require_version(locked, expected)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.confirmed_on = clock.today()
    locked.version += 1
    locked.save()
    locked.territories.set(territories)
    return locked
