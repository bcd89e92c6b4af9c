"""Linkage without a database of ours: what the model says, what keeps two people two, and the floors of accuracy."""

import duckdb
import pytest

from bench import linkage
from bench.linkage_data import BARE, NOISES, as_facts, register
from himaya.registry.linkage.blocking import block
from himaya.registry.linkage.clustering import Groups, pair_off
from himaya.registry.linkage.model import Model
from himaya.registry.linkage.predicates import DUCKDB, POSTGRES, PREDICATES, SPARK, SPLINK, spell
from himaya.registry.linkage.predicting import certain, predict, waterfall
from himaya.registry.linkage.prepare import prepare
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.linkage.training import train
from himaya.registry.linkage.words import plain, sound, stem

COLUMNS = {
    "given": "varchar", "given_sound": "varchar", "given_stem": "varchar", "family": "varchar",
    "family_sound": "varchar", "family_stem": "varchar", "father": "varchar", "father_sound": "varchar",
    "sex": "varchar", "born_year": "smallint", "born_month": "smallint", "born_day": "smallint",
    "born_exact": "boolean", "place": "int", "home": "varchar", "phone": "varchar", "fin": "varchar", "ties": "bigint[]",
}  # fmt: skip


@pytest.fixture(scope="module")
def trained():
    """A model learned from a small country, with the connection it was learned over."""
    con = duckdb.connect()
    con.execute("set threads = 2")
    rows, _twins = register(20_000, 5)
    con.register("_rows", rows)
    con.execute("create table people as select * from _rows")
    as_facts(con, "people")
    prepare(con, PEOPLE)
    return con, train(con, PEOPLE)


def person(given, family, father, born, **more):
    """A record as linkage reads it."""
    year, month, day = (int(part) for part in born.split("-")) if born else (None, None, None)
    names = {"given": given, "family": family, "father": father}
    words = {key: plain(name) or None for key, name in names.items()}
    sounds = {f"{key}_sound": sound(name) for key, name in names.items()}
    stems = {f"{key}_stem": stem(words[key]) if words[key] else None for key in ("given", "family")}
    rest = {"sex": "0", "place": 1, "home": None, "phone": None, "fin": None, "ties": None} | more
    return words | sounds | stems | {
        "born_year": year, "born_month": month, "born_day": day, "born_exact": bool(born)} | rest  # fmt: skip


def scored(trained, *records):
    """What the trained model says of each pair of these records: {(a, b): row}, the connection beside it."""
    _, model = trained
    con = duckdb.connect()
    con.execute(f"create table raw (id bigint, {', '.join(f'{c} {t}' for c, t in COLUMNS.items())})")
    for number, record in enumerate(records):
        con.execute(
            f"insert into raw values (?{', ?' * len(COLUMNS)})", [number, *(record[c] for c in COLUMNS)]
        )
    prepare(con, PEOPLE, model.shares)
    con.execute(
        "create temp table pairs as select l.id as a, r.id as b from facts l join facts r on l.id < r.id"
    )
    predict(con, model, PEOPLE, shown=0.0)
    names = [d[0] for d in con.execute("select * from links").description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in con.execute("select * from links").fetchall()]
    return con, {(row["a"], row["b"]): row for row in rows}


AYSEL = person("Aysel", "Məmmədova", "Elçin", "2014-03-11", place=7, phone="0501234567", fin="5A1B2C3")


def test_a_person_entered_twice_the_same_is_one(trained):
    _, found = scored(trained, AYSEL, AYSEL)
    assert found[0, 1]["probability"] > 0.9999


@pytest.mark.parametrize(
    "other",
    [
        person("Aysəl", "Memmedova", "Elcin", "2014-03-11", place=7),
        person("Aysel", "Məmmədova", "Elçin", "2014-11-03", place=7),
        person("Məmmədova", "Aysel", "Elçin", "2014-03-11", place=7),
        person("Айсел", "Мамедова", "Элчин", "2014-03-11", place=7),
        person("Asyel", "Məmmədova", "Elçin", "2014-03-11", place=9),
        person("Aysel", "Məmmədova", "Elçin", "2013-03-11", place=7),
    ],
    ids=["without marks", "day and month", "names swapped", "Cyrillic", "letters and home", "a year off"],
)
def test_the_same_girl_in_another_spelling_is_found(trained, other):
    _, found = scored(trained, AYSEL, other | {"phone": "0501234567"})
    assert found[0, 1]["probability"] > 0.9


def test_twins_stay_two_however_much_they_share(trained):
    twin = AYSEL | {
        k: v for k, v in person("Nigar", "Məmmədova", "Elçin", "2014-03-11").items() if "given" in k
    }
    con, found = scored(trained, AYSEL, twin | {"fin": None})
    assert found[0, 1]["probability"] < 0.5
    assert con.execute("select a, b from kin").fetchall() == [(0, 1)]
    assert certain(con, PEOPLE) == []


def test_who_may_as_well_be_the_twin_is_never_certain(trained):
    elvin = person("Elvin", "Məmmədov", "Rauf", "2014-03-11", place=7, phone="0501234567")
    elcin = person("Elçin", "Məmmədov", "Rauf", "2014-03-11", place=7, phone="0501234567")
    unclear = person("Elin", "Məmmədov", "Rauf", "2014-03-11", place=7, phone="0501234567")
    con, found = scored(trained, elvin, elcin, unclear)
    assert found[0, 2]["probability"] > 0.01
    assert found[1, 2]["probability"] > 0.01
    assert certain(con, PEOPLE) == []


def test_relatives_entered_as_such_are_two(trained):
    _, found = scored(trained, AYSEL | {"fin": None}, AYSEL | {"fin": None, "ties": [0]})
    assert found[0, 1]["probability"] < 0.5


def test_one_home_speaks_for_one_person_and_no_more_than_for_a_family(trained):
    home = {"home": "7:nizami:12 5", "fin": None}
    twin = {k: v for k, v in person("Nigar", "Məmmədova", "Elçin", "2014-03-11").items() if "given" in k}
    moved = AYSEL | home | {"home": "7:azadlıq:3"}
    _, found = scored(trained, AYSEL | home, AYSEL | home, AYSEL | home | twin, moved)
    assert found[0, 1]["home_bits"] > 5
    assert found[0, 3]["home_bits"] < 0
    assert found[0, 2]["probability"] < 0.01


def test_a_number_that_differs_speaks_for_two_and_a_misread_one_for_one(trained):
    _, found = scored(trained, AYSEL, AYSEL | {"fin": "7XYZ123"}, AYSEL | {"fin": "5A1B2C8"})
    assert found[0, 1]["fin_bits"] < -5
    assert found[0, 2]["fin_bits"] > 5


def test_a_rare_name_says_more_than_a_common_one(trained):
    _, model = trained
    common = max(model.shares["given"], key=model.shares["given"].__getitem__)
    rare = min(model.shares["given"], key=model.shares["given"].__getitem__)
    both = [AYSEL | {"given": name, "given_sound": name} for name in (common, rare)]
    _, found = scored(trained, both[0], both[0], both[1], both[1])
    assert found[2, 3]["given_bits"] > found[0, 1]["given_bits"] + 2


def test_the_waterfall_adds_up_to_the_weight(trained):
    _, model = trained
    _, found = scored(trained, AYSEL, AYSEL | {"phone": None})
    steps = waterfall(model, found[0, 1])
    assert sum(step["bits"] for step in steps) == pytest.approx(found[0, 1]["weight"], abs=0.1)
    assert {"of": "given", "level": "same"}.items() <= steps[1].items()


def test_the_artefact_survives_being_written_and_one_of_another_format_is_refused(trained):
    _, model = trained
    assert Model.from_json(model.to_json()) == model
    with pytest.raises(ValueError, match="another release"):
        Model.from_json('{"format": 99}')


def test_every_predicate_is_spelt_for_every_database():
    for c in PEOPLE.start.comparisons:
        for level in c.levels:
            for by in (DUCKDB, SPLINK, SPARK, POSTGRES):
                assert spell(level.when, level.of, by)
    assert {level.when for c in PEOPLE.start.comparisons for level in c.levels} <= set(PREDICATES)


def test_splink_on_spark_is_given_the_same_model(trained):
    _, model = trained
    settings = model.to_splink_settings("spark")
    assert settings["sql_dialect"] == "spark"
    assert "`given_l`" in settings["comparisons"][0]["comparison_levels"][1]["sql_condition"]


def test_a_number_shared_by_a_crowd_brings_nobody_together(trained):
    con, model = trained
    con.execute(
        "create or replace temp table crowd as select * replace ('0120000000' as phone, row_number() over () as given, "
        "row_number() over () as family_stem, null as place, row_number() over () as born_year, null as fin) from facts"
    )
    assert block(con, model, PEOPLE, "crowd", -100.0) == 0


def test_groups_keep_apart_what_is_known_to_be_two():
    groups = Groups({1: "5A1B2C3", 4: "7XYZ123"}, {(2, 3)})
    assert groups.join(1, 2)
    assert not groups.join(1, 3)
    assert groups.join(3, 4)
    assert not groups.join(1, 4)
    assert groups.join(1, 4, misspelt=True) is False
    assert groups.join(5, 4)
    assert sorted(sorted(g) for _, g in groups.everyone()) == [[1, 2], [3, 4, 5]]


def test_who_may_be_either_of_two_goes_to_the_likelier_and_makes_no_one_of_them():
    groups = Groups({}, set(), {(1, 2): 8.0, (2, 3): 2.0, (4, 5): 8.0, (5, 6): 5.0})
    assert groups.join(1, 2)
    assert not groups.join(2, 3)
    assert groups.join(4, 5)
    assert groups.join(5, 6), "two miswritten records of one person may be unlike each other"


def test_of_two_lists_each_has_one_partner():
    con = duckdb.connect()
    con.execute("create table links as select * from (values (1, 10, 0.99, 9.0), (1, 11, 0.98, 8.0), (2, 10, 0.9, 3.0), "
                "(2, 11, 0.8, 2.0)) t(a, b, probability, weight)")  # fmt: skip
    assert pair_off(con, 0.5) == [(1, 10), (2, 11)]


def test_what_is_made_up_is_the_same_for_the_same_seed():
    first, second = register(500, 3, BARE), register(500, 3, BARE)
    assert first[0].equals(second[0])
    assert not register(500, 4, NOISES["rough"])[0].equals(first[0])


@pytest.mark.parametrize("name", [*linkage.FEBRL, "plain:3:fin", "rough:3:fin", "plain:3:nofin"])
def test_accuracy_stays_above_its_floor(name):
    assert linkage.falls_short(linkage.measure(name, 15_000, beside=False)) == []
