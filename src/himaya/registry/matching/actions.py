"""The batch: training, comparing the register with itself, joining sources' rows. Run by the worker or by `himaya link`.

Reading and writing are short transactions as the system; training and comparing happen between them, in this
process's memory alone, and hold nothing of the database.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from himaya.access.gate import SYSTEM, acting_as
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import norm
from himaya.registry.adjudication.actions import raise_pair
from himaya.registry.adjudication.models import Pair
from himaya.registry.adjudication.queries import as_kept, facts_of
from himaya.registry.adjudication.rules import weigh
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.linkage import spark
from himaya.registry.linkage.actions import keep_model, note_run
from himaya.registry.linkage.blocking import block
from himaya.registry.linkage.calibration import shift_of, shifted
from himaya.registry.linkage.clustering import cluster
from himaya.registry.linkage.model import Model
from himaya.registry.linkage.models import LinkModel, LinkRun
from himaya.registry.linkage.predicting import predict, waterfall
from himaya.registry.linkage.prepare import prepare
from himaya.registry.linkage.queries import model_of, probability_of, published
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.linkage.rules import HOPELESS, LIKELY, may_train
from himaya.registry.matching.planting import outcome, plant
from himaya.registry.matching.queries import (
    BEGINNING,
    Connection,
    facts_of_row,
    judged_pairs,
    known_pairs,
    read_register,
    rows_with_fin,
)
from himaya.registry.matching.rules import is_worth_asking, may_join_row
from himaya.registry.people.models import Person
from himaya.registry.sources.actions import join_record
from himaya.registry.sources.models import SourceLink

FRESH = "(l.fresh or r.fresh)"
# Where records are compared; the same model says the same on either.
DUCKDB, SPARK = "duckdb", "spark"


@dataclass(frozen=True, slots=True)
class Found:
    """One pair that the model holds for likely."""

    one: int
    other: int
    probability: float
    steps: list[dict[str, Any]] = field(compare=False)


@contextmanager
def engine() -> Iterator[Connection]:
    """A DuckDB of this process alone; where it must spill, into a private folder that is removed."""
    import duckdb

    folder = tempfile.mkdtemp(prefix="himaya-link-")
    con = duckdb.connect()
    try:
        con.execute(f"set temp_directory = '{folder}'")
        con.execute("set preserve_insertion_order = false")
        yield con
    finally:
        con.close()
        shutil.rmtree(folder, ignore_errors=True)


# --- training -----------------------------------------------------------------------------------------


def train_on_register(*, seed: int = 1) -> LinkModel:
    """Trains a model on the register, without labels, shifts it by what people judged, tries it, and keeps it for a
    human's check. Refused where there are too few people to learn from."""
    from himaya.registry.linkage.training import train

    with engine() as con:
        with acting_as(SYSTEM):
            people = read_register(con)
        enough = may_train(people)
        if not enough:
            raise Refused(enough.reason)
        prepare(con, PEOPLE)
        learned = train(con, PEOPLE)
        judged = _judged(learned)
        shift = shift_of(judged)
        model = shifted(learned, shift, len(judged))
        report = {"people": people, **_trial(con, model, seed), **_against_people(judged, shift)}
    with acting_as(SYSTEM):
        return keep_model(model=model, report=report, by=SYSTEM)


def _trial(con: Connection, model: Model, seed: int) -> dict[str, Any]:
    planted = plant(con, seed)
    _compare(con, model)
    return outcome(con, planted)


def _compare(con: Connection, model: Model, also: str = "true", on: str = DUCKDB) -> int:
    prepare(con, PEOPLE, model.shares, model.rarest)
    if on == SPARK:
        return spark.compare(con, model, PEOPLE, HOPELESS, also)
    met = block(con, model, PEOPLE, "facts", HOPELESS, also)
    predict(con, model, PEOPLE)
    return met


def _judged(model: Model) -> list[tuple[float, bool]]:
    """The pairs on which people have the last word: the model's weight, and whether they are one. A pair that the
    model does not even score weighs less than any it scores."""
    with engine() as con:
        with acting_as(SYSTEM):
            judged = judged_pairs()
            read_register(con, only=sorted({pk for one, other, _same in judged for pk in (one, other)}))
        if not judged:
            return []
        _compare(con, model)
        weights = {
            (min(a, b), max(a, b)): w for a, b, w in con.execute("select a, b, weight from links").fetchall()
        }
    return [(weights.get((one, other), HOPELESS), same) for one, other, same in judged]


def _against_people(judged: list[tuple[float, bool]], shift: float) -> dict[str, Any]:
    """How often the model, so shifted, says of judged pairs what people said."""
    agreed = sum((probability_of(weight + shift) >= LIKELY) == same for weight, same in judged)
    return {"judged": len(judged), "judged_agreed": agreed, "shift": round(shift, 2)}


# --- comparing ----------------------------------------------------------------------------------------


def link_register(*, whole: bool = False, on: str = DUCKDB) -> LinkRun | None:
    """Compares the register with itself by the published model: who is new or changed since the last run with
    everybody, or with `whole` everybody with everybody; puts likely pairs before adjudicators, the likeliest first, no
    more than they can judge; joins sources' rows by FIN. None while no model is published.

    `on`: `duckdb` in this process, `spark` for a register too large for one machine (linkage/spark.py).
    Run again it finds the same and asks nothing twice: a pair once put is left alone, also one judged different."""
    began = clock.now()
    with engine() as con:
        with acting_as(SYSTEM):
            row = published()
            if row is None:
                return None
            model, since = model_of(row), _last(row)
            people = read_register(con, since=BEGINNING if since is None else since)
            known = known_pairs()
        whole = whole or since is None
        fresh = people if since is None else _count(con, "raw where fresh")
        met = _compare(con, model, "true" if whole else FRESH, on)
        groups = sum(1 for _ in cluster(con, PEOPLE, LIKELY).everyone())
        found = _found(con, model, known)
        likely = _count(con, f"links where probability >= {LIKELY}")
    raised, left = _put(row, found)
    with acting_as(SYSTEM):
        return note_run(
            model=row, began_at=began, whole=whole, people=people, fresh=fresh, compared=met, likely=likely,
            groups=groups, raised=raised, left=left, joined_rows=join_rows(),
        )  # fmt: skip


def _last(model: LinkModel) -> datetime | None:
    """When this model last compared, with nothing left over; None where everything is to be compared."""
    run = LinkRun.objects.filter(model=model).first()
    return run.began_at if run and not run.left else None


def _count(con: Connection, what: str) -> int:
    return int((con.execute(f"select count(*) from {what}").fetchone() or (0,))[0])


def _found(con: Connection, model: Model, known: set[tuple[int, int]]) -> list[Found]:
    """The pairs worth asking about that nobody was asked about, the likeliest first."""
    percent = norm("linkage.ask.from", on=clock.today()).value
    rows = con.execute("select * from links order by weight desc, a, b")
    names = [d[0] for d in rows.description or ()]
    found = []
    for values in rows.fetchall():
        row = dict(zip(names, values, strict=True))
        if is_worth_asking(row["probability"], percent) and (row["a"], row["b"]) not in known:
            found.append(Found(row["a"], row["b"], row["probability"], waterfall(model, row)))
    return found


def _put(model: LinkModel, found: list[Found]) -> tuple[int, int]:
    """Puts pairs before adjudicators; how many, and how many are left for the next run."""
    most = int(norm("linkage.ask.most", on=clock.today()).value)
    now, later = found[:most], found[most:]
    raised = 0
    for one in now:
        with acting_as(SYSTEM):
            ids = dict(Person.objects.filter(pk__in=[one.one, one.other]).values_list("pk", "public_id"))
            if len(ids) < 2:  # joined to another meanwhile
                continue
            pair = raise_pair(
                one=ids[one.one], other=ids[one.other], origin=Pair.LINKAGE, by=SYSTEM, score=one.probability,
                weights=as_kept((s["of"], s["level"], s["bits"]) for s in one.steps), model_version=model.name,
            )  # fmt: skip
            raised += pair is not None
    return raised, len(later)


# --- sources' rows ------------------------------------------------------------------------------------


def join_rows(*, most: int = 5000) -> int:
    """Joins rows that are nobody's yet to the one person who bears their FIN, where one more fact agrees and none
    speaks against it. A row that was once cut from somebody is left to people."""
    joined = 0
    for telling in rows_with_fin()[:most]:
        bearers = PersonIdentifier.objects.filter(
            kind=PersonIdentifier.FIN, value=telling.facts["fin"], ended_at__isnull=True
        )
        people = list(Person.objects.filter(identifiers__in=bearers).distinct()[:2])
        row = facts_of_row(telling.facts)
        if not people or not may_join_row(row, facts_of(people[0]), len(people)):
            continue
        ground = [weight.kept() for weight in weigh(row, facts_of(people[0]))]
        joined += join_record(
            record=telling.record, person=people[0], by=SYSTEM, how=SourceLink.RULE, ground=ground
        )
    return joined
