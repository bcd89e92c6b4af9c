"""Plain Splink, as its documentation teaches it: what our linkage is measured against, on the same rows."""

import logging
import time
from typing import Any

import duckdb


def _comparisons(cl: Any, *, fins: bool) -> list[Any]:
    compared = [
        cl.NameComparison("given").configure(term_frequency_adjustments=True),
        cl.NameComparison("family").configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("father", [0.88]).configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison("born", input_is_string=True, invalid_dates_as_null=True),
        cl.ExactMatch("sex"),
        cl.ExactMatch("place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("phone"),
    ]
    return [*compared, cl.DamerauLevenshteinAtThresholds("fin", [1])] if fins else compared


def rows_for(con: duckdb.DuckDBPyConnection, rows: Any) -> None:
    """The tables `people`, as written, and `plain_rows`, with each name as the dictionary knows it: what plain Splink
    reads."""
    from bench.linkage_data import as_facts

    con.register("_rows", rows)
    con.execute("create table people as select * from _rows")
    as_facts(con, "people")
    con.execute(
        "create table plain_rows as select p.id, g.word as given, f.word as family, h.word as father, p.sex, "
        "p.born::varchar as born, p.place::varchar as place, p.phone, p.fin from people p "
        "left join words g on g.written = p.given left join words f on f.written = p.family "
        "left join words h on h.written = p.father"
    )


def trained(con: duckdb.DuckDBPyConnection, *, fins: bool) -> tuple[Any, Any]:
    """Plain Splink trained on the table `plain_rows`: the linker, and its rows as it knows them."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rules: list[Any] = [
        block_on("born", "family"),
        block_on("born", "given"),
        block_on("given", "family", "father", "place"),
        block_on("phone"),
        block_on("born", "place", "substr(family,1,2)"),
        block_on("given", "family", "substr(born,1,7)"),
        "l.given = r.family and l.family = r.given and substr(l.born,1,4) = substr(r.born,1,4)",
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[block_on("fin"), *rules] if fins else rules,
        comparisons=_comparisons(cl, fins=fins),
    )
    sure = [block_on("given", "family", "father", "born")] + ([block_on("fin")] if fins else [])
    rows = DuckDBAPI(connection=con).register("plain_rows")
    linker = Linker(rows, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
    for blocked in (block_on("born", "family"), block_on("given", "family", "father")):
        linker.training.estimate_parameters_using_expectation_maximisation(blocked, max_pairs=2e6)
    return linker, rows


def run(con: duckdb.DuckDBPyConnection, *, fins: bool) -> tuple[Any, float]:
    """Trains, predicts and clusters over the table `plain_rows`; the table of scored pairs, and the seconds."""
    began = time.perf_counter()
    linker, _rows = trained(con, fins=fins)
    scored = linker.inference.predict(threshold_match_probability=0.05)
    linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold_match_probability=0.95)
    return scored.physical_name, time.perf_counter() - began


def one_by_one(con: duckdb.DuckDBPyConnection, rounds: int) -> list[float]:
    """Milliseconds in which plain Splink compares one new row with the table `plain_rows`, row after row."""
    from splink import DuckDBAPI

    linker, rows = trained(con, fins=True)
    for column in ("given", "family", "father", "place"):
        linker.table_management.compute_tf_table(column)
    took = []
    for n in range(rounds):
        con.execute(
            f"create or replace table new_row_{n} as select * replace (-1 as id) from plain_rows where id = {n}"
        )
        began = time.perf_counter()
        new = DuckDBAPI(connection=con).register(f"new_row_{n}")
        linker.inference.predict_between(rows, new, threshold_match_probability=0.05).as_record_list()
        took.append((time.perf_counter() - began) * 1000)
    return took


# --- FEBRL ----------------------------------------------------------------------------------------------


def febrl(con: duckdb.DuckDBPyConnection, *, ssn: bool) -> list[tuple[int, int, float]]:
    """Plain Splink over the table `written` (`bench.linkage_data.febrl_facts`): pairs with their probability. Of two
    files it links one to the other, in one it finds the doubles."""
    from splink import DuckDBAPI, Linker, block_on

    sources = [row[0] for row in con.execute("select distinct source from written order by 1").fetchall()]
    rows, api = [], DuckDBAPI(connection=con)
    for source in sources:
        con.execute(
            f"create table plain_{source} as select * exclude (source, person) from written where source = '{source}'"
        )
        rows.append(api.register(f"plain_{source}", dataset_display_name=f"file_{source}"))
    linker = Linker(
        rows if len(rows) > 1 else rows[0], _febrl_settings(len(rows) > 1, ssn=ssn), log_level=logging.ERROR
    )
    sure = [block_on("given_name", "surname", "date_of_birth")]
    sure += [block_on("soc_sec_id")] if ssn else [block_on("surname", "date_of_birth", "postcode")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.8 if ssn else 0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
    for column in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    table = linker.inference.predict(threshold_match_probability=0.05).physical_name
    return con.execute(f"select id_l, id_r, match_probability from {table}").fetchall()


def _febrl_settings(two: bool, *, ssn: bool) -> Any:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    compared: list[Any] = [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        cl.DateOfBirthComparison(
            "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
        ),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
    ]
    met: list[Any] = [
        block_on("given_name", "surname"), "l.given_name = r.surname and l.surname = r.given_name",
        block_on("date_of_birth"), block_on("state", "address_1"), block_on("street_number", "address_1"),
        block_on("postcode"),
    ]  # fmt: skip
    return SettingsCreator(
        link_type="link_only" if two else "dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[*met, block_on("soc_sec_id")] if ssn else met,
        comparisons=[*compared, cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2])] if ssn else compared,
    )
