"""Two districts with their people and staff, the desk above them, and a sealed team."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from himaya.access.actions import open_dossier
from himaya.access.roles import (
    SEALED,
    Analyst,
    Counsellor,
    ProviderStaff,
    Registrar,
    SocialWorker,
    Supervisor,
)
from himaya.reference.models import Norm, Territory
from himaya.reference.release.queries import forget
from himaya.registry.actions import confirm_columns, send_list
from himaya.registry.imports.actions.deciding import approve_list, send_for_approval
from himaya.registry.imports.jobs import work_on_lists
from himaya.registry.models import ImportBatch, Person, PersonIdentifier, Phone
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


# --- lists of people ----------------------------------------------------------------------------------


@pytest.fixture
def registrar(country: dict[str, Any], as_owner: Any) -> Any:
    with as_owner():
        return factories.user((Registrar, country["here"]), full_name="Qeydiyyatçı Qənirə", language="en")


@pytest.fixture
def read(
    registrar: Any, country: dict[str, Any], acting_as: Any, as_worker: Any
) -> Callable[..., ImportBatch]:
    """`read(path)` is the list sent in, its columns confirmed as suggested (or as `fields` says), read."""

    def send(path: Path, by: Any = None, fields: Any = None) -> ImportBatch:
        by = by or registrar
        with acting_as(by):
            batch = send_list(name=path.name, path=path, unit=country["here"], by=by)
            confirm_columns(batch=batch, fields=fields or {}, by=by)
        with as_worker():
            assert work_on_lists() == 1
        with acting_as(by):
            batch.refresh_from_db()
        return batch

    return send


@pytest.fixture
def taken(
    registrar: Any, country: dict[str, Any], acting_as: Any, as_worker: Any
) -> Callable[..., ImportBatch]:
    """`taken(batch)`: sent on by the registrar, approved by the supervisor, taken in by the worker."""

    def take(batch: ImportBatch) -> ImportBatch:
        with acting_as(registrar):
            batch.refresh_from_db()
            send_for_approval(batch=batch, by=registrar)
        with acting_as(country["supervisor"]) as boss:
            approve_list(batch=batch, by=boss)
        with as_worker():
            assert work_on_lists() == 1
        with acting_as(registrar):
            batch.refresh_from_db()
        return batch

    return take


@pytest.fixture
def norm_is(as_owner: Any) -> Iterator[Callable[[str, str], None]]:
    """`norm_is("import.rows.most", "3")`, for this test."""

    def lay_down(key: str, value: str) -> None:
        with as_owner():
            Norm.objects.filter(key=key).update(value=value)
        forget()

    yield lay_down
    forget()
