"""What a database holds, so that two can be compared: every table's rows, counted and hashed."""

from collections.abc import Iterator
from typing import NamedTuple

import psycopg
from psycopg import sql

# The text of a row must not depend on the session that reads it.
FIXED = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "search_path": "pg_catalog, public",
    "row_security": "off",  # fail rather than count only what policies show
}
TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind = 'r' order by 1
"""
SEQUENCES = "select sequencename, last_value from pg_sequences where schemaname = 'public' order by 1"
# A sum of row hashes does not depend on the order rows come in; both halves of the digest are summed.
CONTENT = """
select count(*),
  coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text || ':' ||
  coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)::text
from (select md5(t::text) as h from public.{table} t) hashed
"""


class Content(NamedTuple):
    """A table's rows: how many, and the hash of them all."""

    rows: int
    hash: str


def of_database(connection: psycopg.Connection) -> dict[str, Content]:
    """Every table (and every sequence, as a table of one number), in the connection's transaction."""
    for name, value in FIXED.items():
        connection.execute("select set_config(%s, %s, true)", [name, value])
    return dict(_contents(connection))


def _contents(connection: psycopg.Connection) -> Iterator[tuple[str, Content]]:
    for (table,) in connection.execute(TABLES).fetchall():
        row = connection.execute(sql.SQL(CONTENT).format(table=sql.Identifier(table))).fetchone()
        if row is not None:
            yield table, Content(int(row[0]), str(row[1]))
    for name, value in connection.execute(SEQUENCES).fetchall():
        yield f"sequence {name}", Content(1, str(value))


def differences(wanted: dict[str, Content], found: dict[str, Content]) -> list[str]:
    """A sentence for each table that is not the same."""
    told = []
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            told.append(f"{name}: missing")
        elif name not in wanted:
            told.append(f"{name}: not in the backup")
        elif wanted[name].rows != found[name].rows:
            told.append(f"{name}: {wanted[name].rows} rows in the backup, {found[name].rows} here")
        elif wanted[name] != found[name]:
            told.append(f"{name}: {wanted[name].rows} rows, but not the same ones")
    return told
