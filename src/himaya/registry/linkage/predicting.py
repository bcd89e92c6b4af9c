"""Pairs scored by Splink with the model's settings; then what kin explains is taken off, and every pair has its
probability and, comparison by comparison, where it comes from."""

import logging
from typing import TYPE_CHECKING, Any

from himaya.registry.linkage.model import Model
from himaya.registry.linkage.recipe import Recipe
from himaya.registry.linkage.rules import CERTAIN, SHOWN

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def predict(con: "DuckDBPyConnection", model: Model, recipe: Recipe, shown: float = SHOWN) -> int:
    """Scores the table `pairs`; returns how many are worth keeping.

    Makes `links` (a, b, weight, probability, and for each comparison its level and bits), and `kin` (a, b): pairs
    that a family explains better than one person or chance, twins above all."""
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(connection=con)
    con.execute(f"create or replace table link_facts as select {columns_of(model)} from facts")
    con.execute(
        "create or replace table link_pairs as select '0' as match_key, a as join_key_l, b as join_key_r from pairs"
    )
    linker = Linker(api.register("link_facts"), model.to_splink_settings(), log_level=logging.ERROR)
    for column in {c.column for c in model.comparisons if c.is_rare}:
        con.execute(
            f"create or replace table link_tf_{column} as select v as {column}, share as tf_{column} from term_{column}"
        )
        linker.table_management.register_term_frequency_lookup(api.register(f"link_tf_{column}"), column)
    linker.table_management.register_blocked_pairs_for_predict(api.register("link_pairs"))
    scored = linker.inference.predict(threshold_match_probability=shown / 2, warning_mode="never")
    keep(con, model, scored.physical_name, shown)
    scored.drop_table_from_database_and_remove_from_cache()
    return int((con.execute("select count(*) from links").fetchone() or (0,))[0])


def keep(con: "DuckDBPyConnection", model: Model, table: str, shown: float) -> None:
    """Makes `links` and `kin` of a table of pairs that Splink has scored."""
    con.execute(f"create or replace temp table scored as {_finished(model, table)}")
    con.execute(
        f"create or replace temp table links as select * exclude (kin) from scored where probability >= {shown!r}"
    )
    con.execute(
        "create or replace temp table kin as select a, b from scored where kin > 0 and probability < 0.5"
    )


def certain(con: "DuckDBPyConnection", recipe: Recipe) -> list[tuple[int, int]]:
    """The pairs that stand beyond doubt: from `CERTAIN` on; the same name, or a slip of it where the number is the
    same; numbers of which one person has one not different; and no third record that is like the one and known to be
    another than the other (the twin who may as well be meant)."""
    return con.execute(
        f"""
        with alike as (select a, b from links union all select b, a from links),
             two as (select a, b from kin union all select b, a from kin),
             doubtful as (select l.a, l.b from alike l join two t on t.a = l.b join alike o on o.a = l.a and o.b = t.b)
        select a, b from links where probability >= {CERTAIN!r} and {_beyond_doubt(recipe)}
        and (a, b) not in (select (a, b) from doubtful union all select (b, a) from doubtful)
        """
    ).fetchall()


def _beyond_doubt(recipe: Recipe) -> str:
    if not recipe.name:
        return "true"
    number = {level.name: n for n, level in recipe.start.named(recipe.name).numbered()}
    named = f"{recipe.name} in ({number['same']}, {number.get('crossed', number['same'])})"
    if not recipe.once:
        return named
    once = {level.name: n for n, level in recipe.start.named(recipe.once).numbered()}
    slipped = f"{recipe.name} not in ({number['near']}, 0) and {recipe.once} = {once['same']}"
    return f"{recipe.once} <> 0 and ({named} or {slipped})"


def columns_of(model: Model) -> str:
    """What the levels read, and nothing else."""
    held = {column for c in model.comparisons for level in c.levels for column in level.of}
    held |= {f"{c.column}_rarity" for c in model.comparisons if c.column}
    held |= {c.column for c in model.comparisons if c.column}
    held |= {
        f"{c.name}_sound" for c in model.comparisons if any(level.when == "sounds" for level in c.levels)
    }
    if any(c.name == "born" for c in model.comparisons):
        held |= {"born_year", "born_month", "born_day", "born_exact"}
    return ", ".join(["id", *sorted(held - {"id"})])


def _finished(model: Model, table: str) -> str:
    rare = {c.name for c in model.comparisons if any(level.rare for level in c.levels)}
    bits = {
        c.name: f"mw_{c.name}" + (f" + mw_tf_adj_{c.name}" if c.name in rare else "")
        for c in model.comparisons
    }
    parts = ", ".join(f"gamma_{name} as {name}, {sum_} as {name}_bits" for name, sum_ in bits.items())
    kin = model.kin_sum("gamma_{}", "mw_tf_adj_{}")
    return f"""
        select *, 1 / (1 + pow(2.0, -greatest(weight, -60))) as probability from (
          select * exclude (sure), sure - log2(1 + pow(2.0, kin)) as weight
          from (select id_l as a, id_r as b, match_weight as sure, {kin} as kin, {parts} from {table}))
    """


def waterfall(model: Model, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Where a pair's weight comes from: [{of, level, bits}], with what was there before and what kin takes off."""
    steps: list[dict[str, Any]] = [{"of": "prior", "level": "", "bits": round(model.prior_weight, 2)}]
    for c in model.comparisons:
        level = c.level(int(row[c.name]))
        steps.append({"of": c.name, "level": level.name, "bits": round(row[f"{c.name}_bits"], 2)})
    rest = row["weight"] - model.prior_weight - sum(row[f"{c.name}_bits"] for c in model.comparisons)
    return [*steps, {"of": "kin", "level": "", "bits": round(rest, 2)}]
