"""Finding a service by need and place."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from himaya.access.models import Unit
from himaya.access.roles import ROLES, SERVICE_MANAGE
from himaya.kit.text import fold
from himaya.reference.models import Territory
from himaya.reference.queries import codes
from himaya.services.directory.models import Service


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody looks for."""

    words: str = ""
    type: str = ""
    group: str = ""
    age: int | None = None
    territory: Territory | None = None


def open_services(*, territory: Territory | None = None) -> QuerySet[Service]:
    """Services that take referrals: those of the place first, then those for the whole country."""
    return find_services(Need(territory=territory)).filter(is_open=True)


def find_services(need: Need) -> QuerySet[Service]:
    """The services that answer a need, the nearest first. Words are looked for in any spelling, and in what the
    kinds and groups are called."""
    rows = Service.objects.filter(unit__is_active=True).select_related("unit__organisation")
    if need.type:
        rows = rows.filter(type=need.type)
    if need.group:
        rows = rows.filter(Q(groups__contains=[need.group]) | Q(groups=[]))
    if need.age is not None:
        rows = rows.filter(
            Q(age_from__isnull=True) | Q(age_from__lte=need.age),
            Q(age_to__isnull=True) | Q(age_to__gte=need.age),
        )
    if need.territory is not None:
        here = [need.territory.pk, *([need.territory.parent_id] if need.territory.kind == "district" else [])]
        rows = rows.filter(Q(territories__in=here) | Q(is_nationwide=True))
    for word in _read(need.words).split():
        rows = rows.filter(
            Q(search_key__contains=word) | Q(type__in=_called("service.type", word))
            | Q(groups__overlap=_called("vulnerable.group", word))
        )  # fmt: skip
    return rows.order_by("-is_open", F("is_nationwide").asc(), "name_sort", "pk").distinct()


def _read(words: str) -> str:
    """Words as the search key holds them."""
    return fold(words).replace("e", "a")


def _called(codelist: str, word: str) -> list[str]:
    """Codes whose name in any language holds the word."""
    return [item.code for item in codes(codelist) if word in _read(" ".join(item.names))]


def services_of(user: Any) -> QuerySet[Service]:
    """The services of the units in which the user works."""
    units = [unit.pk for unit in own_units(user)]
    return Service.objects.filter(unit_id__in=units).select_related("unit").order_by("name_sort", "pk")


def any_service() -> QuerySet[Service]:
    """Every entry, with who gives it."""
    return Service.objects.select_related("unit__organisation").prefetch_related("territories")


def own_units(user: Any) -> list[Unit]:
    """The units whose services the user keeps."""
    found = {
        m.unit_id: m.unit
        for m in user.current_memberships
        if m.role in ROLES and SERVICE_MANAGE in ROLES[m.role].may
    }
    return list(found.values())
