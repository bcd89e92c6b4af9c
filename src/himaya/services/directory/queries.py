"""Finding a service by need and place."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from himaya.access.models import Unit
from himaya.access.roles import ROLES, SERVICE_MANAGE
from himaya.kit import clock
from himaya.kit.text import fold
from himaya.reference.models import Territory
from himaya.reference.queries import code_item, codes
from himaya.services.directory.fit import COUNTRY, FAR, HERE, NEAR, Fit, Wanted, fit_of
from himaya.services.directory.models import Service
from himaya.services.directory.rules import words_of

# As many services are weighed at once.
MOST = 100


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
    rows = _with_words(rows, need.words)
    return rows.order_by("-is_open", F("is_nationwide").asc(), "name_sort", "pk").distinct()


def _with_words(rows: QuerySet[Service], words: str) -> QuerySet[Service]:
    for word in _read(words).split():
        rows = rows.filter(
            Q(search_key__contains=word) | Q(type__in=_called("service.type", word))
            | Q(groups__overlap=_called("vulnerable.group", word))
        )  # fmt: skip
    return rows


def types_for(need: str) -> frozenset[str]:
    """The kinds of service that answer a domain of need (code list `service.for_need`); none where it names none."""
    item = code_item("service.for_need", need)
    return (
        frozenset(item.attributes.get("types", [])) if item and clock.today() in item.valid else frozenset()
    )


def services_for(wanted: Wanted) -> list[Fit]:
    """Services that answer a need, the best first, each with what speaks for and against it. Two queries. Of a great
    many, those of the place are looked at first."""
    rows = Service.objects.filter(unit__is_active=True).select_related("unit__organisation", "waiting")
    if wanted.types:
        rows = rows.filter(type__in=wanted.types)
    place = Case(
        When(Exists(_serving(wanted.here)), then=HERE), When(is_nationwide=True, then=COUNTRY),
        When(Exists(_serving(wanted.near)), then=NEAR), default=FAR,
    )  # fmt: skip
    nearest = _with_words(rows, wanted.words).prefetch_related("territories").annotate(away=place)
    found = [
        fit_of(service, wanted) for service in nearest.order_by("away", "-is_open", "name_sort", "pk")[:MOST]
    ]
    return sorted(found, key=lambda fit: fit.order)


def _serving(places: frozenset[int]) -> QuerySet[Any]:
    served = Service.territories.through._default_manager
    return served.filter(service_id=OuterRef("pk"), territory_id__in=list(places))


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
    return Service.objects.select_related("unit__organisation", "waiting").prefetch_related("territories")


def own_units(user: Any) -> list[Unit]:
    """The units whose services the user keeps."""
    found = {
        m.unit_id: m.unit
        for m in user.current_memberships
        if m.role in ROLES and SERVICE_MANAGE in ROLES[m.role].may
    }
    return list(found.values())


def waits_of(service: Service) -> list[str]:
    """How long families waited for a service, in words, where it was measured."""
    return words_of(getattr(service, "waiting", None))
