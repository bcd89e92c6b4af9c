"""The FEBRL sets, linked by the same engine: what is compared there, and how well it goes.

The probabilities below are what training starts from, the same for all sets; no answer is looked at before the end.
"""

import time
from itertools import combinations
from typing import Any

import duckdb

from bench import linkage_baseline
from bench.linkage_data import febrl, febrl_facts
from himaya.registry.linkage.blocking import block
from himaya.registry.linkage.clustering import cluster, pair_off
from himaya.registry.linkage.model import Comparison, Level, Model
from himaya.registry.linkage.predicting import predict
from himaya.registry.linkage.prepare import prepare
from himaya.registry.linkage.recipe import BORN, DAY, FAMILY, GIVEN, Key, Recipe
from himaya.registry.linkage.rules import HOPELESS, LIKELY
from himaya.registry.linkage.training import train

MISSING = "missing"
THRESHOLDS = (0.05, 0.5, 0.9, 0.95, 0.99, 0.999)  # of which plain Splink gets the best


def _text(column: str, near: str = "near text") -> Comparison:
    levels = (
        Level(MISSING, MISSING, (column,)),
        Level("same", "same", (column,), 0.8, 0.01, 0.01, rare=True),
        Level("near", near, (column,), 0.12, 0.005, 0.005),
        Level("else", "else", (), 0.08, 0.985, 0.985),
    )
    return Comparison(column, levels, column=column, text=True)


STATE = Comparison(
    "state",
    (
        Level(MISSING, MISSING, ("state",)),
        Level("same", "same", ("state",), 0.95, 0.25, 0.25, rare=True),
        Level("else", "else", (), 0.05, 0.75, 0.75),
    ),
    column="state",
)
SSN = Comparison(
    "ssn",
    (
        Level(MISSING, MISSING, ("ssn",)),
        Level("same", "same", ("ssn",), 0.9, 1e-7, 1e-7),
        Level("one off", "one off", ("ssn",), 0.08, 1e-6, 1e-6),
        Level("else", "else", (), 0.02, 1.0, 1.0),
    ),
    own=True,
    told=True,
    text=True,
)
# Australian names have no Azerbaijani endings.
SURNAME = Comparison(
    "family", tuple(level for level in FAMILY.levels if level.name != "ending"), column="family", text=True
)
ADDRESS = tuple(_text(c) for c in ("address_1", "address_2", "suburb"))
KEYS = (
    ("given", "family"), DAY, ("postcode",), ("address_1",), ("suburb", "born_year"), ("given_family",),
    ("family", "suburb"), ("given", "suburb"), ("address_2", "state"), ("family", "street_number"),
    ("given", "street_number"), ("ssn",),
)  # fmt: skip


def recipe(*, ssn: bool) -> Recipe:
    """What is compared, with or without the social-security number. Nobody here has a family."""
    compared = (
        GIVEN,
        SURNAME,
        BORN,
        _text("street_number", "near"),
        *ADDRESS,
        _text("postcode", "one off"),
        STATE,
    )
    return Recipe(
        Model("febrl", (*compared, SSN) if ssn else compared, prior=2e-4),
        tuple(Key(columns) for columns in KEYS if ssn or columns != ("ssn",)),
        texts=("given", "family"),
        swapped=("given", "family"),
        follow=("sound",),
        masks={"given": 4, "family": 4, "street_number": 4, "postcode": 4}
        | {c.name: 6 for c in ADDRESS}
        | ({"ssn": 4} if ssn else {}),
        exact={
            "born": (
                "l.born_year = r.born_year",
                "l.born_month = r.born_month and l.born_day = r.born_day and l.born_year <> r.born_year",
            )
        },
        name="given",
    )


def measure(files: tuple[str, ...], *, ssn: bool) -> dict[str, float]:
    """Links two files, each of whose records stands once, or finds the doubles of one."""
    con = duckdb.connect()
    con.execute("set threads = 2")
    febrl_facts(con, febrl(*files))
    made, two = recipe(ssn=ssn), len(files) > 1
    also = "l.source <> r.source" if two else "true"
    began = time.perf_counter()
    prepare(con, made)
    model = train(con, made, also)
    block(con, model, made, "facts", HOPELESS, also)
    predict(con, model, made)
    pairs: list[tuple[int, int]]
    if two:
        pairs = pair_off(con, LIKELY)
    else:
        pairs = [p for _, group in cluster(con, made, LIKELY).everyone() for p in combinations(group, 2)]
    seconds = time.perf_counter() - began
    person = dict(con.execute("select id, person from written").fetchall())
    return against(person, pairs) | {"seconds": seconds}


def measure_plain(files: tuple[str, ...], *, ssn: bool) -> dict[str, float]:
    """The same by plain Splink, at the best of several thresholds."""
    con = duckdb.connect()
    con.execute("set threads = 2")
    rows = febrl(*files)
    febrl_facts(con, rows)
    began = time.perf_counter()
    scored = linkage_baseline.febrl(con, ssn=ssn)
    seconds = time.perf_counter() - began
    person = {row["id"]: row["person"] for row in rows}
    tried = {least: against(person, [(a, b) for a, b, p in scored if p >= least]) for least in THRESHOLDS}
    best = max(tried, key=lambda least: tried[least]["f1"])
    return {"f1": tried[best]["f1"], "threshold": best, "seconds": seconds}


def against(person: Any, pairs: list[tuple[int, int]]) -> dict[str, float]:
    """Precision, recall and F1 of pairs, given who is whom."""
    count: dict[int, int] = {}
    for who in person.values() if isinstance(person, dict) else person:
        count[who] = count.get(who, 0) + 1
    true = sum(n * (n - 1) // 2 for n in count.values())
    right = sum(person[a] == person[b] for a, b in pairs)
    return {
        "pairs": len(pairs),
        "true": true,
        "precision": right / max(len(pairs), 1),
        "recall": right / true,
        "f1": 2 * right / (len(pairs) + true),
    }
