"""Finding a service by need and place."""

from typing import Any

from django.db.models import F, Q, QuerySet

from himaya.access.models import Unit
from himaya.reference.models import Territory
from himaya.services.directory.models import Service


def open_services(
    *, territory: Territory | None = None, type: str = "", words: str = ""
) -> QuerySet[Service]:
    """Services that take referrals, those of the place first, then those for the whole country."""
    rows = Service.objects.filter(is_open=True, unit__is_active=True).select_related(
        "unit", "unit__organisation"
    )
    if type:
        rows = rows.filter(type=type)
    if territory is not None:
        rows = rows.filter(Q(territories=territory) | Q(is_nationwide=True))
    for word in words.split():
        rows = rows.filter(
            Q(name_az__icontains=word)
            | Q(name_en__icontains=word)
            | Q(name_ru__icontains=word)
            | Q(about_az__icontains=word)
        )
    return rows.order_by(F("is_nationwide").asc(), "name_az", "pk").distinct()


def services_of(user: Any) -> QuerySet[Service]:
    """The services of the units in which the user works."""
    units = [m.unit_id for m in user.current_memberships]
    return Service.objects.filter(unit_id__in=units).select_related("unit").order_by("name_az")


def any_service() -> QuerySet[Service]:
    """Every entry, with who gives it."""
    return Service.objects.select_related("unit", "unit__organisation").prefetch_related("territories")


def own_units(user: Any) -> list[Unit]:
    """The units in which the user works."""
    return [m.unit for m in user.current_memberships]
