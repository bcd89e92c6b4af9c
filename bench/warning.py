"""The warning while somebody is registered: one new person against the whole register, weighed by a published model.

Half of the people typed are known and typed again with slips; half are new to the register. Beside it, in the same
run, plain Splink compares one new row with a million it has in memory (`predict_between`).
"""

import random
import time
from typing import Any

import duckdb

from bench import linkage_baseline
from bench.house import p95, serve_as, tell
from bench.linkage_data import as_facts, register
from bench.people import Made, make_people
from bench.slips import miswritten

TYPED = 300  # people typed in, at full size
BASELINE_ROWS, BASELINE_ROUNDS = 1_000_000, 12
TAUGHT_BY = 100_000  # rows of the made-up register that the model learns from
REPORT = {
    "people": TAUGHT_BY, "planted": 0, "twins": 0, "f1": 1.0, "precision": 1.0, "recall": 1.0,
    "precision_certain": 1.0, "recall_certain": 1.0, "twins_likely": 0, "twins_certain": 0, "likely": 0, "judged": 0,
    "judged_agreed": 0,
}  # fmt: skip


def publish(country: Any, addresses: Any) -> None:
    """A model learned from a made-up register, in force; in a server that was kept, the one of an earlier run."""
    from himaya.access.gate import SYSTEM, acting_as
    from himaya.access.roles import UnitManager
    from himaya.registry.actions import keep_model, publish_model
    from himaya.registry.linkage.prepare import prepare
    from himaya.registry.linkage.recipe import PEOPLE
    from himaya.registry.linkage.training import train
    from himaya.registry.models import LinkModel
    from tests import factories

    serve_as(addresses.owner)
    if LinkModel.objects.filter(status="published").exists():
        serve_as(addresses.web)
        return
    con = duckdb.connect()
    rows, _twins = register(min(TAUGHT_BY, country.count), 5)
    con.register("_rows", rows)
    con.execute("create table people as select * from _rows")
    as_facts(con, "people")
    con.execute("update raw set sex = case sex when '0' then 'male' else 'female' end")
    prepare(con, PEOPLE)
    learned = train(con, PEOPLE)
    serve_as(addresses.owner)
    head = factories.user((UnitManager, country.chief.current_memberships[0].unit))
    serve_as(addresses.worker)
    with acting_as(SYSTEM):
        kept = keep_model(model=learned, report=REPORT, by=SYSTEM)
    serve_as(addresses.web)
    with acting_as(head):
        publish_model(model=LinkModel.objects.get(pk=kept.pk), by=head)


def warn(country: Any, known: list[tuple[int, Made]], typed: int) -> None:
    """Types people in, half of them known, and tells how long the warning takes and how many of the known it names."""
    from himaya.access.gate import acting_as
    from himaya.reference.models import Territory

    places = {name: Territory.objects.filter(name_az=name).first() for name in country.places}
    fresh = list(make_people(typed // 2, 104_729, len(country.places)))
    dice = random.Random(11)
    took, named, warned = [], [], []
    with acting_as(country.chief):
        for number, made in known[: typed // 2]:
            found, seconds = _typed(country, places, miswritten(made, dice))
            took.append(seconds)
            named.append(f"p{country.first + number:011d}" in found)
        for made in fresh:
            found, seconds = _typed(country, places, made)
            took.append(seconds)
            warned.append(bool(found))
    tell("warning.p50", sorted(took)[len(took) // 2], "ms")
    slow = baseline(min(BASELINE_ROWS, country.count))
    tell("warning.p95", p95(took), "ms", p95(slow))
    tell("warning.names_the_known", sum(named) / len(named), "share")
    tell("warning.names_somebody_for_the_new", sum(warned) / len(warned), "share")


def _typed(country: Any, places: dict[str, Any], made: Made) -> tuple[list[str], float]:
    from himaya.kit.periods import BirthDate
    from himaya.registry.queries import likely_duplicates

    began = time.perf_counter()
    found = likely_duplicates(
        by=country.chief,
        family_name=made.family_name,
        given_name=made.given_name,
        fathers_name=made.fathers_name,
        born=BirthDate(made.born),
        sex=made.sex,
        fin=made.fin,
        phones=[made.phone] if made.phone else [],
        territory=places[country.places[made.place]],
    )
    return [match.public_id for match in found], (time.perf_counter() - began) * 1000


def baseline(rows: int) -> list[float]:
    """Milliseconds of plain Splink for one new row, against so many."""
    con = duckdb.connect()
    linkage_baseline.rows_for(con, register(rows, 7)[0])
    return linkage_baseline.one_by_one(con, BASELINE_ROUNDS)
