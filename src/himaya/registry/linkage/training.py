"""Learning without labels: chance agreement is counted, agreement of one person is inferred by EM.

u comes from the register itself: exactly where it can be counted (same name: the sum of squared shares; days of
birth: all against all), by chance pairs elsewhere. m and kin come from expectation–maximisation over the patterns of
all pairs that met, u held fast. Since u is that of *all* pairs of the register, and the pairs left out are those that
nobody would link, blocking bends nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from himaya.registry.linkage.blocking import block
from himaya.registry.linkage.model import Comparison, Level, Model
from himaya.registry.linkage.predicates import DUCKDB
from himaya.registry.linkage.prepare import shares_of
from himaya.registry.linkage.recipe import Recipe

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHANCE_PAIRS = 600_000
CHANCE_TRUST = 100_000  # pairs that the recipe's own u counts for
LEARN_FROM = 300_000  # records: more teach nothing new
# Pairs of one person, and of one family looking alike, that training expects for each record before it looks.
DOUBLES, RELATIVES = 0.3, 0.03
TRUST = 50.0  # pairs that the recipe's own m and kin count for
# Of the given name the recipe counts for this share of all pairs: that hardly anybody goes by two names is known, and
# without it a register full of twins would teach that people do.
FIRM = 0.1
# And never more than so many times what the recipe says go by two names that are nothing alike: in a small register the
# few pairs of twins would otherwise be taken for people who do.
MOST_OTHER = 2.0
LEAST = -14.0  # bits: pairs below are nobody's
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Patterns:
    """How often each pattern of levels occurs among the pairs: `levels[name]` is a column of level numbers."""

    levels: dict[str, Any]
    count: Any
    all_pairs: float


def train(con: "DuckDBPyConnection", recipe: Recipe, also: str = "true") -> Model:
    """The model that fits the records in `facts`. `also`: what pairs must meet (two files: not of the same)."""
    records = int((con.execute("select count(*) from facts").fetchone() or (0,))[0])
    model = recipe.start.with_levels(
        chance_levels(con, recipe, records),
        prior=DOUBLES / max(records, 1),
        kin_prior=RELATIVES / max(records, 1) if recipe.start.kin_prior else 0.0,
    )
    learn = "facts"
    if records > LEARN_FROM:
        learn = "learners"
        con.execute(
            f"create or replace temp view learners as select * from facts where hash(id) % {records} < {LEARN_FROM}"
        )
    block(con, model, recipe, learn, LEAST, also)
    seen = patterns(con, model, learn, also)
    return replace(
        em(model, seen),
        shares=shares_of(con, recipe),
        rarest=2.0 / max(records, 1),
        trained_on={"records": records, "learned_from": learn, "patterns": len(seen.count)},
    )


# --- chance ---------------------------------------------------------------------------------------


def chance_levels(con: "DuckDBPyConnection", recipe: Recipe, records: int) -> dict[str, list[Level]]:
    """Every level with its u, as counted in the register."""
    numbers = ", ".join(f"{c.case(DUCKDB)} as {c.name}" for c in recipe.start.comparisons)
    same_sex = f"coalesce(l.{recipe.sex} = r.{recipe.sex}, true)" if recipe.sex else "true"
    con.execute("create or replace temp table drawn (a bigint, b bigint)")
    for turn in range(max(1, min(40, round(CHANCE_PAIRS / max(records, 1))))):
        other = f"(rowid * 7919 + {turn * 104_729 + 1}) % {records}"
        con.execute(
            f"insert into drawn select l.id, r.id from (select id, {other} as place from facts "
            f"where rowid < {CHANCE_PAIRS}) l join (select id, rowid as place from facts) r using (place) "
            "where l.id <> r.id"
        )
    con.execute(
        f"create or replace temp table chance as select {numbers} from drawn "
        f"join facts l on l.id = a join facts r on r.id = b where {same_sex}"
    )
    return {c.name: _chance(con, recipe, c) for c in recipe.start.comparisons}


def _chance(con: "DuckDBPyConnection", recipe: Recipe, c: Comparison) -> list[Level]:
    met = dict(
        con.execute(f"select {c.name}, count(*) from chance where {c.name} >= 0 group by 1").fetchall()
    )
    whole = sum(met.values())
    u = {
        number: (met.get(number, 0) + level.u * CHANCE_TRUST) / (whole + CHANCE_TRUST)
        for number, level in c.numbered()
        if number >= 0
    }
    if c.column:
        u |= {
            number: _squares(con, recipe, c)
            for number, level in c.numbered()
            if level.when == "same" and level.of == (c.column,)
        }
    if c.name in recipe.exact:
        u |= _all_against_all(con, c, recipe.exact[c.name])
    if c.told:
        u |= {number: level.u for number, level in c.numbered() if number > 0}
    u[0] = max(1e-6, 1 - sum(share for number, share in u.items() if number))
    return [
        level if number < 0 else replace(level, u=max(u[number], 1e-12)) for number, level in c.numbered()
    ]


def _squares(con: "DuckDBPyConnection", recipe: Recipe, c: Comparison) -> float:
    """How often two strangers (of one sex) hold the same value."""
    sex = recipe.sex if recipe.sex and c.column in recipe.texts else "null"
    found = con.execute(
        f"with n as (select {sex} as sex, count(*) as n from facts where {c.column} is not null group by 1, {c.column}) "
        "select avg(s) from (select sum(n * (n - 1.0)) / (sum(n) * (sum(n) - 1.0)) as s from n "
        "group by sex having sum(n) > 1)"
    ).fetchone()
    return float(found[0]) if found and found[0] else 1e-6


def _all_against_all(con: "DuckDBPyConnection", c: Comparison, joins: Sequence[str]) -> dict[int, float]:
    """Levels too rare for chance pairs, counted over distinct values."""
    columns = sorted({column for column in con.table("facts").columns if column.startswith(f"{c.name}_")})
    held = ", ".join(columns)
    con.execute(
        f"create or replace temp table held as select *, row_number() over () as k from "
        f"(select {held}, count(*) as n from facts where {columns[0]} is not null group by {held})"
    )
    met: dict[int, float] = {}
    for join in joins:
        for number, n in con.execute(
            f"select {c.case(DUCKDB)} as g, sum(l.n * (r.n - (l.k = r.k)::int)::double) "
            f"from held l join held r on {join} group by 1"
        ).fetchall():
            met[number] = met.get(number, 0.0) + n
    whole = float((con.execute("select sum(n) from held").fetchone() or (0,))[0] or 0)
    return {number: (n + 0.5) / (whole * whole + 1) for number, n in met.items() if number > 0}


# --- one person, one family -----------------------------------------------------------------------


def patterns(con: "DuckDBPyConnection", model: Model, table: str, also: str) -> Patterns:
    """The patterns of the pairs that met."""
    numbers = ", ".join(f"{c.case(DUCKDB)} as {c.name}" for c in model.comparisons)
    names = ", ".join(c.name for c in model.comparisons)
    found = con.execute(
        f"select {names}, count(*) as times from (select {numbers} from pairs join facts l on l.id = a "
        f"join facts r on r.id = b) group by all"
    ).fetchnumpy()
    count = np.asarray(found.pop("times"), dtype=float)
    return Patterns(
        {name: np.asarray(column, dtype=int) for name, column in found.items()},
        count,
        _pairs(con, table, also),
    )


def _pairs(con: "DuckDBPyConnection", table: str, also: str) -> float:
    n = float((con.execute(f"select count(*) from {table}").fetchone() or (0,))[0])
    if also == "true":
        return n * (n - 1) / 2
    files = [row[0] for row in con.execute(f"select count(*) from {table} group by source").fetchall()]
    return (n * n - sum(f * f for f in files)) / 2


class _Class:
    """Logarithms of one class's probabilities, a row a comparison; missing says nothing."""

    def __init__(self, model: Model, which: str) -> None:
        self.table = {
            c.name: np.array(
                [0.0 if level.neutral else np.log(getattr(level, which)) for _, level in _known(c)]
            )
            for c in model.comparisons
        }

    def of(self, seen: Patterns) -> Any:
        """Of each pattern."""
        total = np.zeros(len(seen.count))
        for name, table in self.table.items():
            numbers = seen.levels[name]
            total += np.where(numbers < 0, 0.0, table[np.maximum(numbers, 0)])
        return total


def _known(c: Comparison) -> list[tuple[int, Level]]:
    return sorted(((n, level) for n, level in c.numbered() if n >= 0), key=lambda pair: pair[0])


def em(start: Model, seen: Patterns) -> Model:
    """m and kin by expectation–maximisation, u as it is."""
    model = _kin_of_strangers(start)
    some_kin = start.kin_prior * seen.all_pairs / 10
    strangers = _Class(model, "u").of(seen)
    lean = {
        which: {c.name: {n: getattr(level, which) for n, level in _known(c)} for c in model.comparisons}
        for which in ("m", "kin")
    }
    for _ in range(ROUNDS):
        one = np.log(model.prior) + _Class(model, "m").of(seen)
        family = np.log(model.kin_prior or 1e-300) + _Class(model, "kin").of(seen)
        whole = np.logaddexp(np.logaddexp(one, family), strangers)
        share_one = np.exp(one - whole) * seen.count
        share_family = np.exp(family - whole) * seen.count
        before = model.prior
        learned = {}
        for c in model.comparisons:
            firm = max(TRUST, FIRM * float(share_one.sum())) if c.own and not c.told else TRUST
            m = _again(c, seen, share_one, lean["m"][c.name], firm)
            if c.own and not c.told:
                m = _at_most(m, MOST_OTHER * lean["m"][c.name][0])
            kin = (
                {n: level.kin for n, level in _known(c)}
                if c.own
                else _again(c, seen, share_family, lean["kin"][c.name], TRUST)
            )
            learned[c.name] = [
                level if number < 0 or level.neutral else replace(level, m=m[number], kin=kin[number])
                for number, level in c.numbered()
            ]
        model = model.with_levels(
            learned,
            prior=float(share_one.sum() / seen.all_pairs),
            kin_prior=(float(share_family.sum()) + some_kin) / seen.all_pairs if start.kin_prior else 0.0,
        )
        if abs(before / model.prior - 1) < 1e-5:
            break
    return model


def _again(
    c: Comparison, seen: Patterns, share: Any, lean: dict[int, float], trust: float
) -> dict[int, float]:
    numbers = seen.levels[c.name]
    known = numbers >= 0
    met = np.bincount(numbers[known], share[known], len(lean))
    met = np.array([met[n] + trust * lean[n] for n in sorted(lean)])
    return dict(enumerate((met / met.sum()).tolist()))


def _at_most(m: dict[int, float], most: float) -> dict[int, float]:
    """The same with no more than this for `else`."""
    if m[0] <= most:
        return m
    scale = (1 - most) / (1 - m[0])
    return {number: most if number == 0 else share * scale for number, share in m.items()}


def _kin_of_strangers(model: Model) -> Model:
    """What each of a family has of its own agrees as it does between strangers; names chosen to sound alike are
    three times as likely, the same name twice hardly ever."""
    learned = {}
    for c in model.comparisons:
        if not c.own:
            continue
        kin = {n: 3 * level.u if n else 0.0 for n, level in _known(c)}
        kin |= {n: min(level.kin, level.u) for n, level in _known(c) if level.when in ("same", "crossed")}
        kin[0] = 1 - sum(kin.values())
        learned[c.name] = [level if n < 0 else replace(level, kin=kin[n]) for n, level in c.numbered()]
    return model.with_levels(learned)
