"""Which pairs of records are looked at: those that meet under a key and could reach the mark at all.

A pair that meets is first judged by what costs nothing (equal or not, letters by bit masks): where even the best
that the spelling could still yield falls short, it goes no further. So many wide keys are cheap.
"""

import math
import re
from typing import TYPE_CHECKING

from himaya.registry.linkage.model import Comparison, Model
from himaya.registry.linkage.predicates import DUCKDB, Dialect, spell
from himaya.registry.linkage.recipe import Key, Recipe

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHEAP = ("missing", "same", "crossed")
# Under a key that more records share than this none meet by it: an office's telephone, an unknown birthday.
CROWD = 2000


def bound(model: Model, recipe: Recipe, by: Dialect = DUCKDB) -> str:
    """SQL for the most that a pair's weight can come to, without reading a letter."""
    prior = by.double.format(repr(model.prior_weight))
    return " + ".join([prior, *(_most(c, recipe, by) for c in model.comparisons)])


def _most(c: Comparison, recipe: Recipe, by: Dialect) -> str:
    def number(bits: float) -> str:
        return by.double.format(repr(bits))

    arms = []
    for place, level in c.numbered():
        if level.when == "else" or (c.text and level.when not in CHEAP):
            continue
        worth = number(level.weight if place >= 0 else 0.0)
        rarity = f" + {c.rarer(by)} + {number(math.log2(c.same_share))}" if level.rare else ""
        arms.append(f"when {spell(level.when, level.of, by)} then {worth}{rarity}")
    if c.text:
        inexact = [level for _, level in c.numbered() if level.when not in (*CHEAP, "else")]
        best = number(max(level.weight for level in inexact))
        rarer = f"{c.rarer(by)} + {number(math.log2(c.same_share))}"
        rarity = f" + greatest({number(0.0)}, {rarer})" if any(level.rare for level in inexact) else ""
        a, b = by.sides(f"{c.name}_mask")
        arms.append(f"when {by.bits.format(a=a, b=b)} <= {recipe.masks[c.name]} then {best}{rarity}")
    return f"(case {' '.join(arms)} else {number(c.level(0).weight)} end)"


def block(
    con: "DuckDBPyConnection", model: Model, recipe: Recipe, table: str, least: float, also: str = "true"
) -> int:
    """Makes the table `pairs` (a, b: ids, a < b) of the records in `table`; returns how many there are.

    `least`: bits that a pair must be able to reach; `also`: what the two records `l` and `r` must meet besides."""
    con.execute("create or replace temp table met (a bigint, b bigint)")
    most = bound(model, recipe)
    con.execute(
        f"create or replace temp table cards as select {_read(con, f'{most} {also}', recipe)} from {table}"
    )
    table = "cards"
    for key in recipe.keys:
        con.execute(f"insert into met {meeting(table, key, f'{also} and {most} >= {least!r}')}")
    con.execute("create or replace temp table pairs as select distinct a, b from met")
    con.execute("drop table met")
    return int((con.execute("select count(*) from pairs").fetchone() or (0,))[0])


def _read(con: "DuckDBPyConnection", most: str, recipe: Recipe) -> str:
    """Only what meeting reads, texts as numbers: narrow rows are joined faster, and whatever two texts of one number
    would add to the pairs, scoring takes away."""
    asked = " ".join([most, *(" ".join((*key.columns, key.also)) for key in recipe.keys)])
    words = set(re.findall(r"[a-z_0-9]+", asked))
    read = ["id"]
    for column, kind in con.execute("select column_name, column_type from (describe facts)").fetchall():
        if column in words - {"id"}:
            narrow = {"VARCHAR": "(hash({0}) & 4294967295)::uinteger", "DOUBLE": "{0}::real"}.get(kind, "{0}")
            read.append(f"case when {column} is not null then {narrow.format(column)} end as {column}")
    return ", ".join(read)


def meeting(table: str, key: Key, where: str) -> str:
    """SQL for the pairs (a, b) of a table's records that meet under a key."""
    of = _without_crowds(table, key)
    joined = f"{of} l join {of} r on {_equal(key)}"
    return f"select l.id as a, r.id as b from {joined} where l.id < r.id and {key.also} and {where}"


def _equal(key: Key) -> str:
    return " and ".join(f"l.{c} = r.{c}" for c in key.columns)


def _without_crowds(table: str, key: Key) -> str:
    """Only keys of one column can gather crowds: the others hold a name and a day."""
    if len(key.columns) > 1:
        return table
    column = key.columns[0]
    return (
        f"(select * from {table} where {column} in (select {column} from {table} where {column} is not null "
        f"group by 1 having count(*) between 2 and {CROWD}))"
    )
