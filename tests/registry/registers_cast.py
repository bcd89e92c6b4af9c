"""What the tests of registers share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from himaya.access.roles import SEALED
from himaya.kit import clock
from himaya.registry.models import GroupMembership, Person
from himaya.registry.registers.printing import load_register_forms
from himaya.registry.registers.queries import Asked, listed, with_people
from himaya.registry.registers.rules import REGISTERS

Make = Callable[..., Person]


CARE = REGISTERS["parental-care"]


GROUPS = REGISTERS["groups"]


ON = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def today(settings: Any) -> Any:
    settings.LANGUAGE_CODE = "en"
    with clock.fixed("2026-06-01T10:00"), translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def forms(as_owner: Any) -> None:
    with as_owner():
        load_register_forms()


def hold(
    person: Person, status: str = "no_parental_care", since: str = "2024-01-01", **more: Any
) -> GroupMembership:
    """A status written past the actions."""
    return GroupMembership.objects.create(
        dossier=person.dossier, person=person, status=status, started_on=since, source="Qərar", **more
    )


@pytest.fixture
def listed_people(country: Any, make_person: Make, as_owner: Any) -> dict[str, Person]:
    """Six people with statuses of several kinds and times."""
    made = {
        "girl": make_person("Çələbiyeva Nigar Həsən", "2014-03-05", fin="5A0B1CD"),
        "boy": make_person("Babayev Murad Rauf", "2019-01-01", sex="male", territory=country["quba"]),
        "baby": make_person("Əliyeva Aytən", "2025-01-01", precision="estimated"),
        "grown": make_person("Zeynalov Tural", "2007-01-01", sex="male"),
        "far": make_person("Qurbanova Sona", "2013-01-01", unit="there"),
        "hidden": make_person("Gizlinova Sara", "2013-01-01", sensitivity=SEALED),
    }
    with as_owner():
        for name in ("girl", "boy", "grown", "far", "hidden"):
            hold(made[name])
        hold(made["baby"], "neglected", "2025-06-01")
        hold(made["girl"], "child_disability", "2020-01-01", degree="p61_80")
        hold(made["boy"], "idp", "2020-01-01", ended_on="2023-01-01")
        hold(made["boy"], "endangered", "2020-01-01", end_reason="mistake", ended_on="2026-05-01")
    return made


def names(register: Any, **asked: Any) -> list[str]:
    return [
        row.person.family_name
        for row in with_people(listed(register, Asked(on=asked.pop("on", ON), **asked)))
    ]
