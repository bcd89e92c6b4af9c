"""What the tests of people share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from himaya.kit import clock
from himaya.kit.periods import BirthDate
from himaya.registry.actions import (
    register_person,
)
from himaya.registry.models import (
    Person,
)
from himaya.registry.rules import Details, NewPerson, Residence

Make = Callable[..., Person]


NIGAR = Details("Əliyeva", "Nigar", "Həsən", "female", BirthDate(date(2014, 3, 5)))


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def today() -> Any:
    with clock.fixed("2026-06-01") as moment:
        yield moment


def register(country: Any, who: str = "supervisor", details: Details = NIGAR, **more: Any) -> Person:
    told = {name: more.pop(name) for name in ("shown", "different") if name in more}
    more.setdefault("lives", Residence(country["masalli"]))
    return register_person(new=NewPerson(details=details, **more), by=country[who], **told)
