"""Reads about one person."""

from datetime import date
from typing import Any

from himaya.access.models import Unit
from himaya.access.queries import competent_unit, national_desk
from himaya.kit import clock
from himaya.reference.queries import upwards
from himaya.registry.people.models import Address, Person

# The body that answers for children in difficulty of a place holds the files of the people who live there.
MATTER = "child_in_difficulty"


def unit_of_residence(territory: Any, on: date | None = None) -> Unit:
    """The unit that holds the file of who lives there: of the place itself, or the nearest above it."""
    on = on or clock.today()
    for place in upwards(territory) if territory else ():
        unit = competent_unit(MATTER, place, on)
        if not unit.is_national_desk:
            return unit
    return national_desk()


def current_address(person: Person, kind: str = Address.ACTUAL) -> Address | None:
    """Where the person lives, or is registered, now."""
    return person.addresses.filter(kind=kind, ended_on__isnull=True).first()
