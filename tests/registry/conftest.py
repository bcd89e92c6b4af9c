"""Two districts with their people and staff, the desk above them, and a sealed team."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from himaya.access.actions import open_dossier
from himaya.access.roles import SEALED, Analyst, Counsellor, ProviderStaff, SocialWorker, Supervisor
from himaya.reference.models import Territory
from himaya.registry.models import Person, PersonIdentifier, Phone
from tests import factories

COMMISSION = "childrens_commission"


@pytest.fixture
def country(as_owner: Any) -> dict[str, Any]:
    """`here` answers for Masallı, `there` for Quba; a cast in each."""
    with as_owner():
        nation = factories.unit(national=True)
        here = factories.unit(parent=nation, kind=COMMISSION)
        there = factories.unit(parent=nation, kind=COMMISSION)
        masalli, quba = Territory.objects.get(code="AZ-MAS"), Territory.objects.get(code="AZ-QBA")
        here.territories.add(masalli)
        there.territories.add(quba)
        return {
            "nation": nation,
            "here": here,
            "there": there,
            "masalli": masalli,
            "quba": quba,
            "chief": factories.user((Supervisor, nation), full_name="Rəis Rəna"),
            "supervisor": factories.user((Supervisor, here), full_name="Nəzarətçi Nigar"),
            "worker": factories.user((SocialWorker, here), full_name="İşçi İlqar"),
            "neighbour": factories.user((Supervisor, there), full_name="Qonşu Qəmər"),
            "stranger": factories.user((SocialWorker, there), full_name="Yad Yasəmən"),
            "counsellor": factories.user((Counsellor, nation), full_name="Məsləhətçi Mina"),
            "provider": factories.user((ProviderStaff, there), full_name="Xidmətçi Xalid"),
            "analyst": factories.user((Analyst, nation), full_name="Təhlilçi Tahir"),
        }


@pytest.fixture
def make_person(country: dict[str, Any], as_owner: Any) -> Callable[..., Person]:
    """`make_person("Əliyeva Nigar Həsən", …)`: written past the actions, as the owner."""

    def make(
        name: str = "Əliyeva Nigar Həsən",
        born: str | None = "2014-03-05",
        *,
        unit: str = "here",
        sensitivity: int = 0,
        fin: str = "",
        phone: str = "",
        **fields: Any,
    ) -> Person:
        family, given, father = [*name.split(), "", "", ""][:3]
        with as_owner():
            place = country["masalli"] if country[unit] == country["here"] else country["quba"]
            made = Person.objects.create(
                dossier=open_dossier(kind="person", unit=country[unit], sensitivity=sensitivity),
                family_name=family,
                given_name=given,
                fathers_name=father,
                birth_date=date.fromisoformat(born) if born else None,
                birth_precision=fields.pop("precision", "exact") if born else "",
                territory=fields.pop("territory", place),
                **{"sex": "female", **fields},
            )
            if fin:
                PersonIdentifier.objects.create(dossier=made.dossier, person=made, kind="fin", value=fin)
            if phone:
                Phone.objects.create(dossier=made.dossier, person=made, number=phone)
            made.refresh_from_db()
            assert made.dossier, "read while the owner reads it"
            return made

    return make


@pytest.fixture
def sealed(make_person: Callable[..., Person]) -> Person:
    """An adopted child: to all but the sealed team not there at all."""
    return make_person(
        "Gizliyeva Sara Murad", "2018-07-09", sensitivity=SEALED, fin="5SEC7E7", phone="+994501112233"
    )
