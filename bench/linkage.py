"""How well and how fast linkage finds the records of one person, beside plain Splink on the same rows in the same run.

    himaya bench linkage --quick                      every set, small; ends with 1 below a floor (CI)
    himaya bench linkage --set plain:7:fin            one register of a million; keeps its figures in var/bench
    himaya bench linkage --report                     writes docs/linkage.md from what is kept

A set is NOISE:SEED:fin or NOISE:SEED:nofin (`bench/linkage_data.py`), or febrl4, febrl4-nossn, febrl3. Everything is
trained without labels; the thresholds are those of the product (`registry/linkage/rules.py`).
"""

import json
import sys
import time
from datetime import UTC, datetime
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import duckdb

from bench import linkage_baseline
from bench.house import options
from bench.linkage_data import NOISES, register
from bench.linkage_febrl import THRESHOLDS, against, measure_plain
from bench.linkage_febrl import measure as measure_febrl
from himaya.registry.linkage.blocking import block
from himaya.registry.linkage.clustering import cluster
from himaya.registry.linkage.predicting import certain, predict
from himaya.registry.linkage.prepare import prepare
from himaya.registry.linkage.recipe import PEOPLE
from himaya.registry.linkage.rules import HOPELESS, LIKELY
from himaya.registry.linkage.training import train

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "var" / "bench" / "linkage.jsonl"
FEBRL = {
    "febrl4": (("dataset4a", "dataset4b"), True),
    "febrl4-nossn": (("dataset4a", "dataset4b"), False),
    "febrl3": (("dataset3",), True),
}
AIMS = {"febrl4": 0.9995, "febrl4-nossn": 0.995, "febrl3": 0.998, "fin": 0.985, "nofin": 0.965}
PRECISE = 0.9995
QUICK = ("febrl4", "febrl4-nossn", "febrl3", "plain:7:fin", "plain:7:nofin", "rough:11:fin")
FULL = (
    *QUICK[:3], "plain:7:fin", "plain:7:nofin", "plain:11:fin", "plain:11:nofin", "rough:7:fin", "rough:7:nofin",
    "bare:7:fin",
)  # fmt: skip

Figures = dict[str, Any]


def measure_register(count: int, noise: str, seed: int, *, fins: bool, beside: bool) -> Figures:
    """One register, by plain Splink and by us; seconds are of training, prediction and clustering."""
    con = database()
    rows, twins = register(count, seed, NOISES[noise], fins=fins)
    linkage_baseline.rows_for(con, rows)
    person = rows["person"].to_pylist()
    born_together = {tuple(sorted(pair)) for pair in zip(*twins.to_pydict().values(), strict=True)}
    plain = _plain(con, person, born_together, fins=fins) if beside else {}
    ours = _ours(con, person, born_together)
    return {"records": count, "plain": plain, **ours}


def database() -> duckdb.DuckDBPyConnection:
    """A DuckDB as the figures are taken with."""
    con = duckdb.connect()
    con.execute("set threads = 2")
    con.execute("set memory_limit = '12GB'")
    con.execute("set preserve_insertion_order = false")
    return con


def _plain(con: duckdb.DuckDBPyConnection, person: list[int], twins: set[Any], *, fins: bool) -> Figures:
    cursor = con.cursor()
    table, seconds = linkage_baseline.run(cursor, fins=fins)
    scored = cursor.execute(f"select id_l, id_r, match_probability from {table}").fetchall()
    tried = {least: against(person, [(a, b) for a, b, p in scored if p >= least]) for least in THRESHOLDS}
    best = max(tried, key=lambda least: tried[least]["f1"])
    sure = [(a, b) for a, b, p in scored if p >= 0.99]
    cursor.execute(f"drop table {table}")
    return {
        "seconds": seconds, "f1": tried[best]["f1"], "threshold": best, "certain": against(person, sure)["precision"],
        "certain_recall": against(person, sure)["recall"], "twins": _twins(person, sure, twins),
    }  # fmt: skip


def _ours(con: duckdb.DuckDBPyConnection, person: list[int], twins: set[Any]) -> Figures:
    marks = [time.perf_counter()]

    def mark(done: Any) -> Any:
        marks.append(time.perf_counter())
        return done

    mark(prepare(con, PEOPLE))
    model = mark(train(con, PEOPLE))
    mark(block(con, model, PEOPLE, "facts", HOPELESS))
    mark(predict(con, model, PEOPLE))
    groups = mark(cluster(con, PEOPLE, LIKELY))
    seconds = marks[-1] - marks[0]
    stages = [round(b - a, 1) for a, b in pairwise(marks)]
    sure = certain(con, PEOPLE)
    pairs = [pair for _, group in groups.everyone() for pair in combinations(group, 2)]
    links = con.execute(f"select a, b from links where probability >= {LIKELY}").fetchall()
    beyond = against(person, sure)
    return {
        **against(person, pairs), "seconds": seconds, "f1_pairs": against(person, links)["f1"],
        "certain": beyond["precision"], "certain_recall": beyond["recall"], "twins": _twins(person, sure, twins),
        "twins_grouped": _twins(person, pairs, twins), "twin_pairs": len(twins), "stages": stages,
    }  # fmt: skip


def _twins(person: list[int], pairs: list[tuple[int, int]], twins: set[Any]) -> int:
    return sum(tuple(sorted((person[a], person[b]))) in twins for a, b in pairs)


def measure(name: str, count: int, *, beside: bool = True) -> Figures:
    """The figures of one set, with those of plain Splink beside them."""
    if name in FEBRL:
        files, ssn = FEBRL[name]
        return {
            "set": name,
            "plain": measure_plain(files, ssn=ssn) if beside else {},
            **measure_febrl(files, ssn=ssn),
        }
    noise, seed, number = name.split(":")
    return {"set": name, **measure_register(count, noise, int(seed), fins=number == "fin", beside=beside)}


def aim_of(name: str) -> float:
    """The F1 that this set is to reach."""
    if name in AIMS:
        return AIMS[name]
    return AIMS[name.rpartition(":")[2]]


def say(figures: Figures) -> None:
    """The figures as lines."""
    name, plain = figures["set"], figures["plain"]
    _tell(f"{name}: pairwise F1", figures["f1"], "", plain["f1"])
    if "certain" in figures:
        _tell(f"{name}: training, prediction, clustering", figures["seconds"], "s", plain["seconds"])
        _tell(f"{name}: precision of certain links", figures["certain"], "", plain["certain"])
        _tell(f"{name}: recall of certain links", figures["certain_recall"], "", plain["certain_recall"])
        _tell(f"{name}: twin pairs among certain links", figures["twins"], "pairs", plain["twins"])
        _tell(f"{name}: twin pairs in one group", figures["twins_grouped"], "pairs")


def _tell(name: str, value: float, unit: str, baseline: float | None = None) -> None:
    ratio = round(value / baseline, 3) if baseline else None
    line = {"name": name, "value": round(value, 5), "unit": unit, "baseline": baseline and round(baseline, 5)}
    print(json.dumps(line | {"ratio": ratio}), flush=True)


def falls_short(figures: Figures) -> list[str]:
    """What is below its floor."""
    name = figures["set"]
    short = [f"{name}: F1 {figures['f1']:.4f} < {aim_of(name)}"] if figures["f1"] < aim_of(name) else []
    if "certain" in figures and figures["certain"] < PRECISE:
        short.append(f"{name}: precision {figures['certain']:.5f} < {PRECISE}")
    if figures.get("twins"):
        short.append(f"{name}: {figures['twins']} twin pairs joined")
    return short


def main() -> None:
    """Runs what was asked for."""
    parser = options("linkage", __doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--report", action="store_true")
    asked = parser.parse_args()
    if asked.report:
        from bench.linkage_report import write

        return write(FIGURES, ROOT / "docs" / "linkage.md")
    short = []
    for name in asked.set or (QUICK if asked.quick else FULL):
        figures = measure(name, asked.people or (60_000 if asked.quick else 1_000_000))
        say(figures)
        short += falls_short(figures)
        if not asked.quick:
            _keep(figures)
    if short:
        print("\n".join(short), file=sys.stderr)
        raise SystemExit(1)
    return None


def _keep(figures: Figures) -> None:
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    with FIGURES.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"on": f"{datetime.now(UTC):%Y-%m-%d}", **figures}) + "\n")


if __name__ == "__main__":
    main()
