"""The linkage model on Spark beside the same model on DuckDB, over the same made-up register in one run: the same pairs,
with the same weights to rounding; anything else ends with 1.

    himaya bench spark --quick            a register of 15,000
    himaya bench spark                    of a million

Spark is not part of what running or testing needs (`make spark` installs it; `make bench-full` does and runs this).
"""

import json
import time
from typing import Any

from bench.house import options
from bench.linkage import database
from bench.linkage_data import NOISES, as_facts, register
from himaya.registry.linkage import spark
from himaya.registry.linkage.blocking import block
from himaya.registry.linkage.predicting import predict
from himaya.registry.linkage.prepare import prepare
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.linkage.rules import HOPELESS
from himaya.registry.linkage.training import train

SEED = 7
ROUNDED = 1e-6  # bits: more is another weight
Weights = dict[tuple[int, int], float]


def measure(count: int, noise: str = "rough") -> dict[str, Any]:
    """Pairs and weights by either engine, and the seconds of each for meeting and scoring."""
    con = database()
    rows, _twins = register(count, SEED, NOISES[noise])
    con.register("_rows", rows)
    con.execute("create table people as select * from _rows")
    as_facts(con, "people")
    prepare(con, PEOPLE)
    model = train(con, PEOPLE)

    def here() -> None:
        block(con, model, PEOPLE, "facts", HOPELESS)
        predict(con, model, PEOPLE)

    ours, seconds = _timed(con, here)
    theirs, spark_seconds = _timed(con, lambda: spark.compare(con, model, PEOPLE, HOPELESS))
    both = ours.keys() & theirs.keys()
    return {
        "pairs": len(theirs), "pairs_duckdb": len(ours), "unlike": len(ours.keys() ^ theirs.keys()),
        "weight": max((abs(ours[pair] - theirs[pair]) for pair in both), default=0.0),
        "seconds": spark_seconds, "seconds_duckdb": seconds,
    }  # fmt: skip


def _timed(con: Any, work: Any) -> tuple[Weights, float]:
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    return {(a, b): w for a, b, w in con.execute("select a, b, weight from links").fetchall()}, took


def falls_short(told: dict[str, Any]) -> list[str]:
    """What is not as on DuckDB."""
    short = [] if told["pairs"] else ["no pairs"]
    short += [f"{told['unlike']} pairs by one engine only"] if told["unlike"] else []
    return short + ([f"weights differ by {told['weight']} bits"] if told["weight"] > ROUNDED else [])


def say(told: dict[str, Any]) -> None:
    """The figures as lines."""
    for name, value, unit, baseline in (
        ("pairs", told["pairs"], "pairs", told["pairs_duckdb"]),
        ("pairs by one engine only", told["unlike"], "pairs", None),
        ("greatest difference of weights", told["weight"], "bits", None),
        ("meeting and scoring", round(told["seconds"], 2), "s", round(told["seconds_duckdb"], 2)),
    ):
        ratio = round(value / baseline, 3) if baseline else None
        line = {"name": f"spark: {name}", "value": value, "unit": unit, "baseline": baseline, "ratio": ratio}
        print(json.dumps(line), flush=True)


def main() -> None:
    """One register."""
    words = options("spark", __doc__)
    words.add_argument("--people", type=int, default=1_000_000)
    words.add_argument("--quick", action="store_true", help="15,000 people")
    given = words.parse_args()
    if missing := spark.lacking():
        raise SystemExit(f"Spark cannot run here: {missing}. “make spark” installs it.")
    told = measure(15_000 if given.quick else given.people)
    say(told)
    if short := falls_short(told):
        raise SystemExit("; ".join(short))


if __name__ == "__main__":
    main()
