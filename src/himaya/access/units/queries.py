"""Which unit answers for a matter, in a place, on a date."""

from datetime import date

from himaya.access.units.models import Unit
from himaya.reference.models import Territory


def national_desk() -> Unit:
    """The desk that takes what has no place of its own and what must be kept from a district."""
    return Unit.objects.get(is_national_desk=True, is_active=True)


def competent_unit(matter: str, territory: Territory | None, on: date) -> Unit:
    """The unit of the body that the norms name for this matter there on that day; the national desk where the
    place is not known or no such unit is set up yet (domain §2.2: competence is dated data)."""
    if territory is None:
        return national_desk()
    from himaya.reference.queries import competent

    kind = competent(matter, territory, on)
    unit = (
        Unit.objects.filter(is_active=True, kind=kind, territories=territory).order_by("pk").first()
        if kind
        else None
    )
    return unit or national_desk()
