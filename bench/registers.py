"""Registers at national size: the page of a register and its counts, for the whole country and for one district, and
the night's counting of how good the data is.

Two in five made-up people have a status (displaced, low income, older, disability, without parental care …), with the
facts of the central register. Run by `himaya bench registers`, or alone: `python -m bench.registers --people 1000000`.
"""

import argparse
import time
from typing import Any

import psycopg

from bench.house import p95, serve_as, server, set_up, tell, timed

SEED = 7
ROUNDS = 12
LIMIT = 100.0  # ms, p95 of a page
STATUSES = """
insert into registry_groupmembership (dossier_id, zone, version, created_at, public_id, person_id, status, ground, degree,
  nature, started_on, ended_on, end_reason, decision, decided_by, source, confirmed_on)
select p.dossier_id, p.zone, 1, now(), 's' || s.n || lpad(p.id::text, 10, '0'), p.id, s.status, s.ground, s.degree, '',
  greatest(p.birth_date, current_date - (mod(p.id * 7, 1500))::int),
  case when mod(p.id, 9) = 0 then current_date end, case when mod(p.id, 9) = 0 then 'decision' else '' end,
  '№ ' || p.id, 'court', 'Qərar', current_date - mod(p.id, 500)::int
from registry_person p
cross join (values (1, 'no_parental_care', 'rights_removed', '', 60, true), (2, 'neglected', 'no_home', '', 160, true),
  (3, 'child_disability', '', 'child', 30, true), (4, 'idp', '', '', 8, null), (5, 'low_income', '', '', 6, null),
  (6, 'adult_disability', '', 'p61_80', 20, false)) s(n, status, ground, degree, every, child)
where mod(p.id + s.n, s.every) = 0
  and (s.child is null or s.child = (p.birth_date > current_date - interval '18 years'));
insert into registry_carefact (dossier_id, zone, version, created_at, public_id, person_id, aspect, code, detail, started_on,
  decision, decided_by, source)
select m.dossier_id, m.zone, 1, now(), a.n || lpad(m.id::text, 10, '0') || 'f', m.person_id, a.aspect, a.code, '',
  m.started_on, '', '', 'Qərar'
from registry_groupmembership m cross join (values (1, 'mother', 'died'), (2, 'father', 'unknown'),
  (3, 'placement', 'foster')) a(n, aspect, code)
where m.status = 'no_parental_care';
"""


def prepare(owner: str, count: int) -> dict[str, Any]:
    """A country with so many people and their statuses; who reads it."""
    from django.core.management import call_command

    from bench.people import load
    from himaya.access.roles import Supervisor
    from himaya.reference.actions import load_reference
    from himaya.reference.models import Territory
    from tests import factories

    call_command("migrate", verbosity=0, interactive=False)
    load_reference()
    desk = factories.unit(national=True)
    for territory in Territory.objects.filter(kind__in=["city", "rayon", "district"]):
        unit = factories.unit(parent=desk, kind="childrens_commission")
        unit.territories.add(territory)
    readers = {"nation": factories.user((Supervisor, desk)), "district": factories.user((Supervisor, unit))}
    with psycopg.connect(owner) as connection:
        load(connection, count, SEED)
        connection.autocommit = True
        for table in ("registry_groupmembership", "registry_carefact"):
            connection.execute(f"alter table {table} disable trigger user")
        connection.execute(STATUSES)  # type: ignore[arg-type]
        for table in ("registry_groupmembership", "registry_carefact"):
            connection.execute(f"alter table {table} enable trigger user")
            connection.execute(f"vacuum analyze {table}")
    return readers


def ask(register: Any, asked: Any) -> None:
    """What a register's page asks."""
    from himaya.registry.registers.queries import counts, entries, listed, with_people

    rows = listed(register, asked)
    entries(register, with_people(rows)[:50], asked.on)
    counts(rows, asked.on)


def measure(readers: dict[str, Any], *, explain: bool) -> float:
    """The pages of each register, for each reader; the slowest p95."""
    from himaya.access.gate import acting_as
    from himaya.kit import clock
    from himaya.registry.registers.queries import Asked, counts, listed, with_people
    from himaya.registry.registers.rules import REGISTERS

    slowest = 0.0
    for who, reader in readers.items():
        for key, register in REGISTERS.items():
            asked = Asked(on=clock.today())
            with acting_as(reader):
                rows = listed(register, asked)
                tell(f"registers.{key}.{who}.lines", rows.count(), "count")
                times = {
                    "list": timed(lambda rows=rows: list(with_people(rows)[:50]), ROUNDS),  # type: ignore[misc]
                    "counts": timed(lambda rows=rows, on=asked.on: counts(rows, on), ROUNDS),  # type: ignore[misc]
                    "page": timed(lambda r=register, a=asked: ask(r, a), ROUNDS),  # type: ignore[misc]
                }
                if explain:
                    print(with_people(rows)[:50].explain(analyze=True, buffers=True))
            for part, took in times.items():
                tell(f"registers.{key}.{who}.{part}.p95", p95(took), "ms", LIMIT if part == "page" else None)
            slowest = max(slowest, p95(times["page"]))
    return slowest


def main() -> None:
    """One size, in a server of its own."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--people", type=int, default=1_000_000)
    words.add_argument("--cases", type=int, default=0, help="not used")
    words.add_argument("--quick", action="store_true", help="20,000 people; fails where a page is too slow")
    words.add_argument("--explain", action="store_true", help="print the plans of the lists")
    given = words.parse_args()
    count = 20_000 if given.quick else given.people
    with server() as addresses:
        began = time.perf_counter()
        set_up(addresses.owner)
        readers = prepare(addresses.owner, count)
        tell("registers.people", count, "count")
        tell("registers.load", time.perf_counter() - began, "s")
        from himaya.registry.quality.actions import count_quality

        began = time.perf_counter()
        count_quality()
        tell("quality.count", time.perf_counter() - began, "s")
        serve_as(addresses.web)
        slowest = measure(readers, explain=given.explain)
    if given.quick and slowest > LIMIT:
        raise SystemExit(f"the slowest page took {slowest:.0f} ms")


if __name__ == "__main__":
    main()
