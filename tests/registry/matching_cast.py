"""What the tests of matching share."""

from collections.abc import Callable
from typing import Any

import duckdb
import pytest
from django.db import connection
from django.utils import translation

from bench.linkage_data import as_facts, register
from himaya.access.gate import SYSTEM
from himaya.access.gate import acting_as as act
from himaya.access.roles import Adjudicator, UnitManager
from himaya.kit import clock
from himaya.reference.models import Territory
from himaya.registry.actions import (
    keep_model,
    publish_model,
)
from himaya.registry.linkage.prepare import prepare
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.linkage.training import train
from himaya.registry.models import LinkModel, Person
from tests import factories

Make = Callable[..., Person]


GOOD = {
    "people": 8000, "planted": 100, "twins": 40, "f1": 0.99, "precision": 1.0, "recall": 0.98, "precision_certain": 1.0,
    "recall_certain": 0.6, "twins_likely": 0, "twins_certain": 0, "likely": 10, "judged": 0, "judged_agreed": 0,
}  # fmt: skip


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"), clock.fixed("2026-06-01"):
        yield


@pytest.fixture(scope="module")
def learned() -> Any:
    """A model learned from a made-up country, of which places are the keys of districts."""
    con = duckdb.connect()
    rows, _twins = register(8000, 5)
    con.register("_rows", rows)
    con.execute("create table people as select * from _rows")
    as_facts(con, "people")
    con.execute("update raw set sex = case sex when '0' then 'male' else 'female' end")
    prepare(con, PEOPLE)
    return train(con, PEOPLE)


@pytest.fixture
def chief(country: Any, as_owner: Any) -> Any:
    with as_owner():
        return factories.user((UnitManager, country["nation"]), full_name="Rəhbər Ramiz")


@pytest.fixture
def judge(country: Any, as_owner: Any) -> Any:
    with as_owner():
        return factories.user((Adjudicator, country["nation"]), full_name="Münsif Mələk")


@pytest.fixture
def in_force(learned: Any, chief: Any, acting_as: Any, as_worker: Any) -> LinkModel:
    """The learned model, published."""
    with as_worker(), act(SYSTEM):
        model = keep_model(model=learned, report=GOOD, by=SYSTEM)
    with acting_as(chief) as by:
        return publish_model(model=LinkModel.objects.get(pk=model.pk), by=by)


@pytest.fixture
def settled(country: Any, as_owner: Any) -> dict[int, int]:
    """Some two thousand people in the register, some of them twice: {key: who they really are}."""
    rows, _twins = register(2400, 11)
    with as_owner(), connection.cursor() as cursor:
        tables = ("registry_person", "registry_phone")
        for table in tables:
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute("select coalesce(max(id), 0) + 100 from access_dossier")
        start = cursor.fetchone()[0]
        unit = country["here"].pk
        places = list(Territory.objects.filter(kind="rayon").order_by("pk").values_list("pk", flat=True))
        truth, dossiers, people, phones = {}, [], [], []
        for row in rows.to_pylist():
            key = start + row["id"]
            truth[key] = row["person"]
            dossiers.append((key, unit))
            sex = "female" if row["sex"] else "male"
            place = places[row["place"] % len(places)]
            people.append((key, key, unit * 4, f"p{key:011d}", row["family"], row["given"], row["father"] or "", sex,
                           row["born"], place))  # fmt: skip
            if row["phone"]:
                phones.append((key, key, unit * 4, f"t{key:011d}", key, f"+994{row['phone'][1:]}"))
        cursor.executemany(
            "insert into access_dossier (id, kind, unit_id, sensitivity) values (%s, 'person', %s, 0)",
            dossiers,
        )
        cursor.executemany(
            "insert into registry_person (id, dossier_id, zone, version, created_at, public_id, family_name, "
            "given_name, fathers_name, sex, birth_date, birth_precision, multiple_birth, citizenship, language, "
            "territory_id, is_sample) values (%s, %s, %s, 1, '2026-05-01', %s, %s, %s, %s, %s, %s, "
            "'exact', false, '', '', %s, true)",
            people,
        )
        cursor.executemany(
            "insert into registry_phone (id, dossier_id, zone, version, created_at, public_id, person_id, number, note) "
            "values (%s, %s, %s, 1, himaya_now(), %s, %s, %s, '')",
            phones,
        )
        cursor.execute("set constraints all immediate")
        for table in (*tables, "access_dossier"):
            if table != "access_dossier":
                cursor.execute(f"alter table {table} enable trigger user")
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), %s)", [start + 5000])
            cursor.execute(f"analyze {table}")  # as it would be after so many have come
    return truth
