"""Lists narrowed to a vulnerable group at national size: cases, visits, what is late, reports, and figures.

The country of `bench.spine` with the statuses of `bench.registers`. Each page is asked for through the whole application
by the web's own role, and each of its questions is explained: of a worker's and a supervisor's lists none may read a
personal table row by row. Run by `himaya bench groups`.
"""

import json
from collections.abc import Iterator
from typing import Any

import psycopg

from bench.house import options, p95, serve_as, server, set_up, tell, timed

GROUP = "child_disability"
ROUNDS = 20
LIMIT = 100.0  # ms, p95 of a page
# Of fewer rows a table is read whole sooner than by its index.
SMALL = 1000
PAGES = ("case-list", "visit-list", "overdue", "reports")


def prepare(owner: str, people: int, cases: int) -> Any:
    """A loaded country with statuses; who asks in it."""
    from bench import country, registers, spine

    spine.found(owner)
    spine.load(owner, people, cases)
    with psycopg.connect(owner, autocommit=True) as connection:
        for table in ("registry_groupmembership", "registry_carefact"):
            connection.execute(f"alter table {table} disable trigger user")
        connection.execute(registers.STATUSES)  # type: ignore[arg-type]
        for table in ("registry_groupmembership", "registry_carefact"):
            connection.execute(f"alter table {table} enable trigger user")
        connection.execute("vacuum analyze")
    return country.cast(owner)


class Questions:
    """The reading questions of one request, as they were asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not many and sql.lstrip().lower().startswith(("select", "with", "\n  select")):
            self.asked.append((sql, params))
        return execute(sql, params, many, context)


def read_whole(user: Any, asked: list[tuple[str, Any]], large: set[str]) -> set[str]:
    """The large personal tables that a plan reads row by row."""
    from django.db import connection

    from himaya.access.gate import acting_as

    found: set[str] = set()
    with acting_as(user), connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute("explain (format json) " + sql, params)
            plan = cursor.fetchone()[0]
            found |= set(_scanned(json.loads(plan) if isinstance(plan, str) else plan)) & large
    return found


def _scanned(plan: Any) -> Iterator[str]:
    if isinstance(plan, list):
        for one in plan:
            yield from _scanned(one)
    elif isinstance(plan, dict):
        if plan.get("Node Type") == "Seq Scan":
            yield plan["Relation Name"]
        for below in plan.values():
            if isinstance(below, list | dict):
                yield from _scanned(below)


def large_tables(owner: str) -> set[str]:
    """Personal tables that are worth an index."""
    from django.apps import apps

    from himaya.access.models import Protected

    ours = [m._meta.db_table for m in apps.get_models() if issubclass(m, Protected)]
    with psycopg.connect(owner) as connection:
        rows = connection.execute(
            "select relname from pg_class where relname = any(%s) and reltuples > %s", [ours, SMALL]
        ).fetchall()
    return {name for (name,) in rows}


def measure(cast: Any, large: set[str]) -> list[str]:
    """Each list of each reader, narrowed; what is slow or read whole."""
    from django.db import connection
    from django.urls import reverse

    from bench.spine import _ok, _signed_in

    faults = []
    for who, reader in (("worker", cast.worker), ("supervisor", cast.supervisor), ("nation", cast.nation)):
        client = _signed_in(reader.user)
        for page in PAGES:
            if page == "overdue" and who == "worker":
                continue
            address = reverse(f"cases:{page}")

            def ask(address: str = address, client: Any = client) -> Any:
                return _ok(client.get(address, {"group": GROUP, "list": "all", "whose": "all"}))

            ask()
            questions = Questions()
            with connection.execute_wrapper(questions):
                ask()
            whole = read_whole(reader.user, questions.asked, large)
            slow = p95(timed(ask, ROUNDS))
            name = f"groups.{page.replace('-', '_')}.{who}"
            tell(f"{name}.p95", slow, "ms", LIMIT)
            tell(f"{name}.queries", len(questions.asked), "count")
            tell(f"{name}.tables_read_whole", len(whole), "count")
            if whole:
                print("#", name, "reads whole:", ", ".join(sorted(whole)))
            if whole and who != "nation":
                faults.append(f"{name} reads {', '.join(sorted(whole))} row by row")
    return faults


def main() -> None:
    """One size, in a server of its own; fails where a worker's or supervisor's list reads a personal table whole."""
    words = options("groups", __doc__)
    words.add_argument("--people", type=int, default=1_000_000)
    words.add_argument("--cases", type=int, default=200_000)
    words.add_argument("--quick", action="store_true", help="40,000 people, 8,000 cases")
    given = words.parse_args()
    people, cases = (40_000, 8_000) if given.quick else (given.people, given.cases)
    with server() as addresses:
        set_up(addresses.owner)
        cast = prepare(addresses.owner, people, cases)
        large = large_tables(addresses.owner)
        serve_as(addresses.web)
        faults = measure(cast, large)
    if faults:
        raise SystemExit("; ".join(faults))


if __name__ == "__main__":
    main()
