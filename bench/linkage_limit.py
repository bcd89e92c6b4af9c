"""How far linkage could get on a made-up register at all: the evidence of the limit, in one run.

    himaya bench linkage_limit                     the noisy register of a million, with FIN
    himaya bench linkage_limit --quick             60,000 people
    himaya bench linkage_limit --set rough:7:nofin

Four answers on the same rows, of single pairs each with the best threshold that the answers themselves allow: the
model as trained without labels; the *true model* (every probability counted from the answers); a classifier *taught
with the answers* on all that is compared (gradient boosted trees over levels, bits and rarities, each half of the
people judged by the trees of the other half); and whoever knows everything, but may only choose among the pairs that
met. What they all lose cannot be told apart by what the records say.
"""

import json
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from bench.house import options
from bench.linkage import aim_of, database
from bench.linkage_data import NOISES, as_facts, register
from bench.linkage_febrl import against
from himaya.registry.linkage.blocking import block
from himaya.registry.linkage.clustering import cluster
from himaya.registry.linkage.model import Level, Model
from himaya.registry.linkage.predicates import DUCKDB
from himaya.registry.linkage.predicting import predict
from himaya.registry.linkage.prepare import prepare
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.linkage.rules import HOPELESS, LIKELY
from himaya.registry.linkage.training import train

NOISY = "rough:7:fin"
Column = np.ndarray[Any, Any]
TREES = {"max_iter": 80, "max_leaf_nodes": 31, "learning_rate": 0.2, "early_stopping": False}


def measure(name: str, count: int) -> dict[str, Any]:
    """The four answers; F1 is of pairs, before grouping."""
    noise, seed, number = name.split(":")
    con = database()
    rows, twins = register(count, int(seed), NOISES[noise], fins=number == "fin")
    con.register("_rows", rows)
    con.register("_twins", twins)
    con.execute("create table people as select * from _rows")
    con.execute(
        "create table truth as select l.id as a, r.id as b from people l join people r "
        "on l.person = r.person and l.id < r.id"
    )
    as_facts(con, "people")
    prepare(con, PEOPLE)
    model = train(con, PEOPLE)
    met = block(con, model, PEOPLE, "facts", HOPELESS)
    true = _one(con, "select count(*) from truth")
    reached = _one(con, "select count(*) from truth semi join pairs using (a, b)")
    told = {"set": name, "records": count, "met": met, "true": true, "best_recall": reached / true}
    person = rows["person"].to_pylist()
    trained = _scored(con, model, true)
    taught = _taught(con, true)
    counted = _true_model(con, model)
    return told | {
        "trained": trained, "taught": taught, "true_model": _scored(con, counted, true),
        "trained_grouped": _grouped(con, model, person), "true_grouped": _grouped(con, counted, person),
        "everything": 2 * reached / (reached + true),
    }  # fmt: skip


def _one(con: Any, question: str) -> Any:
    return con.execute(question).fetchone()[0]


def _scored(con: Any, model: Model, true: int) -> float:
    """The best F1 of single pairs over all thresholds."""
    predict(con, model, PEOPLE, shown=0.0)
    found = con.execute(
        "select weight, t.a is not null as one from links left join truth t using (a, b)"
    ).fetchnumpy()
    return _best(np.asarray(found["weight"]), np.asarray(found["one"], dtype=bool), true)


def _grouped(con: Any, model: Model, person: list[int]) -> float:
    """F1 after grouping, at the product's threshold."""
    predict(con, model, PEOPLE)
    groups = cluster(con, PEOPLE, LIKELY)
    return against(person, [pair for _, group in groups.everyone() for pair in combinations(group, 2)])["f1"]


def _best(score: Column, one: Column, true: int) -> float:
    """The best F1 that a threshold on this score reaches."""
    right = np.cumsum(one[np.argsort(-score, kind="stable")])
    return float((2 * right / (np.arange(1, len(right) + 1) + true)).max())


def _true_model(con: Any, model: Model) -> Model:
    """The model with every probability counted: m over all pairs of one person, kin over all twins, u as it was
    counted over the register."""
    numbers = ", ".join(f"{c.case(DUCKDB)} as {c.name}" for c in model.comparisons)
    of_twins = (
        "(select least(l.id, r.id) as a, greatest(l.id, r.id) as b from _twins t join people l on l.person = t.a "
        "join people r on r.person = t.b)"
    )
    learned: dict[str, list[Level]] = {}
    shares = {
        which: con.execute(
            f"select {numbers} from {pairs} p join facts l on l.id = p.a join facts r on r.id = p.b"
        ).fetchnumpy()
        for which, pairs in (("m", "truth"), ("kin", of_twins))
    }
    for c in model.comparisons:
        m, kin = (_shares(np.asarray(shares[which][c.name]), len(c.levels)) for which in ("m", "kin"))
        learned[c.name] = [
            level if number < 0 or level.neutral else replace(level, m=m[number], kin=kin[number])
            for number, level in c.numbered()
        ]
    records = _one(con, "select count(*) from facts")
    everyone = records * (records - 1) / 2
    return model.with_levels(
        learned,
        prior=_one(con, "select count(*) from truth") / everyone,
        kin_prior=_one(con, f"select count(*) from {of_twins}") / everyone,
    )


def _shares(numbers: Column, levels: int) -> list[float]:
    counted = np.bincount(numbers[numbers >= 0], minlength=levels) + 0.5
    return [float(share) for share in counted / counted.sum()]


def _taught(con: Any, true: int) -> float:
    """The best F1 of a classifier that was told the answers of the other half of the people."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    held = con.execute(
        f"select {_features(con)}, t.a is not null as one, (least(lp.person, rp.person) % 2)::int as half "
        "from links k left join truth t using (a, b) join facts l on l.id = k.a join facts r on r.id = k.b "
        "join people lp on lp.id = k.a join people rp on rp.id = k.b"
    ).fetchnumpy()
    one, half = np.asarray(held.pop("one"), dtype=bool), np.asarray(held.pop("half"))
    columns = np.column_stack([np.ma.filled(c.astype("float32"), np.nan) for c in held.values()])
    score = np.zeros(len(one))
    for part in (0, 1):
        trees = HistGradientBoostingClassifier(random_state=1, **TREES)
        trees.fit(columns[half == part], one[half == part])
        score[half != part] = trees.predict_proba(columns[half != part])[:, 1]
    return _best(score, one, true)


def _features(con: Any) -> str:
    """All that is compared: levels, bits, how rare each of both names is, how far the dates lie apart."""
    compared = [c.name for c in PEOPLE.start.comparisons]
    columns = [f"k.{name} as {name}, k.{name}_bits as {name}_bits" for name in compared]
    columns += [
        f"{which}(l.{c.column}_rarity, r.{c.column}_rarity) as {c.column}_{which}"
        for c in PEOPLE.start.comparisons
        if c.is_rare
        for which in ("least", "greatest")
    ]
    apart = [f"abs(l.{part} - r.{part}) as {part}_apart" for part in ("born_year", "born_month", "born_day")]
    letters = [f"levenshtein(l.{c}, r.{c}) as {c}_apart" for c in ("given", "family", "father")]
    return ", ".join(["k.weight", *columns, *apart, *letters])


def say(told: dict[str, Any]) -> None:
    """The figures as lines."""
    aim = aim_of("plain:7:" + told["set"].rpartition(":")[2])
    for key, words in (
        ("trained", "F1 of single pairs as trained, best threshold"),
        ("true_model", "F1 of single pairs by the true model, best threshold"),
        ("taught", "F1 of single pairs taught with the answers, best threshold"),
        ("trained_grouped", "F1 after grouping as trained, the product's threshold"),
        ("true_grouped", "F1 after grouping by the true model, the product's threshold"),
        ("everything", "F1 of who knows everything about the pairs that met"),
        ("best_recall", "share of true pairs that met"),
    ):
        value = round(told[key], 5)
        line = {"name": f"limit {told['set']}: {words}", "value": value, "unit": "", "baseline": aim}
        print(json.dumps(line | {"ratio": round(value / aim, 4)}), flush=True)


def main() -> None:
    """One register."""
    words = options("linkage_limit", __doc__)
    words.add_argument("--people", type=int, default=1_000_000)
    words.add_argument("--quick", action="store_true", help="60,000 people")
    words.add_argument("--set", default=NOISY)
    given = words.parse_args()
    say(measure(given.set, 60_000 if given.quick else given.people))


if __name__ == "__main__":
    main()
