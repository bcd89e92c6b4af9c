"""Records made ready in DuckDB: how common each name is, fields that were swapped put right, masks for blocking.

Comes in: a table `raw` with the columns of the facts. Comes out: a table `facts`, one row a record, which
everything after reads.
"""

import math
from typing import TYPE_CHECKING

from himaya.registry.linkage.recipe import Recipe

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SELDOM = 5  # values met less often than this are all held to be equally rare
# How much likelier the two names must be the other way round before they are turned: nobody's name is guessed.
TURN = math.log(1000)


def prepare(
    con: "DuckDBPyConnection",
    recipe: Recipe,
    shares: dict[str, dict[str, float]] | None = None,
    rarest: float = 1e-6,
) -> None:
    """Makes `facts` of `raw`. With `shares` (a published model's) names are weighed as that model saw them; whatever
    it does not list is `rarest`."""
    if recipe.swapped:
        _turn_swapped(con, recipe)
    else:
        con.execute("create or replace temp view straight as select * from raw")
    for column in _weighed(recipe):
        _count(con, recipe, column)
        if shares is not None:
            _use(con, column, shares.get(column, {}), rarest)
    _gather(con, recipe)


def _weighed(recipe: Recipe) -> list[str]:
    """Every column whose values are weighed by rarity, or met by a mask."""
    named = [c.column for c in recipe.start.comparisons if c.column]
    return list(dict.fromkeys([*named, *recipe.masks]))


def _turn_swapped(con: "DuckDBPyConnection", recipe: Recipe) -> None:
    """A family name in the place of the given name, and the other way round, are put right: each is known by where
    it mostly stands."""
    first, second = recipe.swapped or ("", "")
    for place in (first, second):
        con.execute(
            f"create or replace temp table seen_{place} as select {place} v, count(*) n from raw group by 1"
        )
    pairs = [(f"{first}{x}", f"{second}{x}") for x in ("", *(f"_{f}" for f in recipe.follow))]
    turned = ", ".join(
        f"case when turned then {b} else {a} end as {a}, case when turned then {a} else {b} end as {b}"
        for a, b in pairs
    )
    con.execute(
        f"""
        create or replace temp table straight as
        select * exclude (turned, {", ".join(x for pair in pairs for x in pair)}), {turned} from (
          select raw.*, coalesce(ln((coalesce(fs.n, 0) + 0.5) / (ff.n + 0.5))
                               + ln((coalesce(sf.n, 0) + 0.5) / (ss.n + 0.5)), 0) > {TURN} as turned
          from raw
          left join seen_{first} ff on ff.v = raw.{first} left join seen_{second} fs on fs.v = raw.{first}
          left join seen_{first} sf on sf.v = raw.{second} left join seen_{second} ss on ss.v = raw.{second})
        """
    )


def _count(con: "DuckDBPyConnection", recipe: Recipe, column: str) -> None:
    """How often each value stands, among its own sex where that is known, with the mask of its letters."""
    sex = recipe.sex if column in recipe.texts and recipe.sex else "null"
    mask = _mask(column) if column in recipe.masks else "0::bigint"
    con.execute(
        f"""
        create or replace temp table term_{column} as
        with counted as (select {column} as v, {sex} as sex, count(*) as n from straight where {column} is not null
                         group by 1, 2),
             whole as (select sex, sum(n) as n from counted group by 1),
             common as (select c.v, sum(c.n) as n, max(c.n / w.n) as share
                        from counted c join whole w on w.sex is not distinct from c.sex group by 1)
        select v, n, case when n >= {SELDOM} then share else (select 2.0 / sum(n) from whole) end as share,
               {mask} as mask
        from common
        """
    )


def _mask(column: str) -> str:
    """One bit for each letter and digit that stands in the value."""
    return (
        "list_reduce(list_transform(string_split(lower(v::varchar), ''), lambda x: case "
        "when x between 'a' and 'z' then 1::bigint << (ascii(x) - 97) "
        "when x between '0' and '9' then 1::bigint << (ascii(x) - 22) else 0::bigint end), lambda p, q: p | q, 0::bigint)"
    )


def _use(con: "DuckDBPyConnection", column: str, shares: dict[str, float], rarest: float) -> None:
    con.execute("create or replace temp table told (v varchar, share double)")
    if shares:
        con.execute(
            "insert into told select unnest($1::varchar[]), unnest($2::double[])",
            [list(shares), list(shares.values())],
        )
    con.execute(
        f"create or replace temp table term_{column} as select t.* replace (coalesce(told.share, {rarest!r}) as share) "
        f"from term_{column} t left join told on told.v = t.v::varchar"
    )


def _gather(con: "DuckDBPyConnection", recipe: Recipe) -> None:
    columns = _weighed(recipe)
    shares = "".join(
        f", -log2({c}_t.share) as {c}_rarity" + (f", {c}_t.mask as {c}_mask" if c in recipe.masks else "")
        for c in columns
    )
    joins = " ".join(f"left join term_{c} {c}_t on {c}_t.v = straight.{c}" for c in columns)
    born = (
        ", least(born_month, born_day) as born_low, greatest(born_month, born_day) as born_high"
        if "born" in recipe.exact
        else ""
    )
    first, second = recipe.swapped or ("", "")
    both = (
        f", least({first}, {second}) || '|' || greatest({first}, {second}) as {first}_{second}"
        if first
        else ""
    )
    begins = "".join(f", substr({text}, 1, 1) as {text}_begins" for text in recipe.texts)
    con.execute(
        f"create or replace temp table facts as select straight.*{shares}{born}{both}{begins} from straight {joins}"
    )


def shares_of(con: "DuckDBPyConnection", recipe: Recipe) -> dict[str, dict[str, float]]:
    """What the artefact remembers of how common values are."""
    return {
        column: {
            str(v): share
            for v, share in con.execute(
                f"select v, share from term_{column} where n >= {SELDOM} order by share desc, v"
            ).fetchall()
        }
        for column in _weighed(recipe)
        if column not in ("fin",)
    }
