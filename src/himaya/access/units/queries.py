"""Which unit answers for a matter, in a place, on a date."""

from datetime import date

from django.db.models import F

from himaya.access.units.models import Unit
from himaya.reference.models import Territory


def national_desk() -> Unit:
    """The desk that takes what has no place of its own and what must be kept from a district."""
    return Unit.objects.get(is_national_desk=True, is_active=True)


def competent_unit(matter: str, territory: Territory | None, on: date) -> Unit:
    """The unit of the body that the norms name for this matter there on that day (domain §2.2: competence is dated
    data); the one set up nearest: for the territory itself, for the one it is run with, or for what it lies in.
    The national desk where the place is not known or no such unit is set up yet."""
    if territory is None:
        return national_desk()
    from himaya.reference.queries import competent, ids_upwards

    kind = competent(matter, territory, on)
    if not kind:
        return national_desk()
    chain = ids_upwards(territory.pk)
    units = Unit.objects.filter(is_active=True, kind=kind, territories__in=chain).annotate(
        place=F("territories__pk")
    )
    nearest = min(units, key=lambda unit: (chain.index(unit.place), unit.pk), default=None)
    return nearest or national_desk()
