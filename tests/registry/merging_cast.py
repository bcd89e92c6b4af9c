"""What the tests of merging share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from himaya.access.actions import grant, wall_off
from himaya.access.roles import Adjudicator
from himaya.kit import clock
from himaya.registry.actions import (
    add_address,
    add_identifier,
    add_phone,
    correct_person,
    live_together,
    receive,
    record_status,
    relate,
)
from himaya.registry.merging.actions import merge_people
from himaya.registry.models import (
    Address,
    Merge,
    Person,
    Source,
)
from himaya.registry.rules import Residence
from himaya.registry.sources.queries import details_of
from tests import factories

Make = Callable[..., Person]


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture
def judge(country: Any, as_owner: Any) -> Any:
    with as_owner():
        return factories.user((Adjudicator, country["nation"]), full_name="Münsif Mehriban")


@pytest.fixture
def girls(country: Any, make_person: Make, acting_as: Any, as_owner: Any) -> tuple[Person, Person]:
    """One girl registered twice, in two districts, each record with a life of its own."""
    here = make_person("Əliyeva Nigar Həsən", fin="5ABC7E7", phone="+994501112233")
    there = make_person(
        "Aliyeva Nigar Hasan", "2014-05-03", unit="there", fin="6ABC7E7", phone="+994501112233"
    )
    mother = make_person("Əliyeva Leyla Rauf", "1988-01-01")
    with as_owner():
        grant(dossier=there.dossier, user=country["worker"], ground="case", source="case:7", by=None)
        wall_off(dossier=there.dossier, user=country["counsellor"], reason="named", by=None)
        wall_off(dossier=here.dossier, user=country["counsellor"], reason="named", by=None)
    with acting_as(country["chief"]) as by:
        for person in (here, there, mother):
            correct_person(person=person, details=details_of(person), by=by)
        for girl in (here, there):
            relate(person=girl, other=mother, kind="mother", by=by)
            live_together(person=girl, other=mother, role="child", other_role="head", by=by)
            add_address(person=girl, residence=Residence(country["masalli"], None, "Nizami 3"), by=by)
            record_status(person=girl, status="idp", started_on=date(2020, 1, 1), source="x", by=by)
        add_address(
            person=there, residence=Residence(country["quba"], None, "Gizli 7"), kind=Address.SAFE, by=by
        )
        add_phone(person=there, number="+994552223344", by=by)
        add_identifier(person=there, kind="birth_certificate", value="AB123456", by=by)
        receive(
            source=Source.objects.get(code="civil_register"),
            key="act 9",
            facts={"given_name": "Nigarə", "born": {"day": "2014-03-05", "precision": "exact"}},
            person=there,
            by=by,
        )
    with as_owner():
        for girl in (here, there):
            girl.refresh_from_db()
            assert girl.dossier
    return here, there


def merge(here: Person, there: Person, by: Any, **more: Any) -> Merge:
    return merge_people(kept=here, merged=there, by=by, reason="The same girl", **more)
