"""Registers at national size: the page of a register, for the whole country and for one district, the counts that are
fetched when the page stands, and the night's counting of how good the data is.

Two in five made-up people have a status (displaced, low income, older, disability, without parental care …), with the
facts of the central register. Run by `himaya bench registers`.
"""

import statistics
import time
from pathlib import Path
from typing import Any

import psycopg

from bench.house import busy, options, p95, serve_as, server, set_up, tell, timed

SEED = 7
ROUNDS = 12
LIMIT = 100.0  # ms, p95 of a page
COUNTED = 2000.0  # ms, p95 of the counts that follow the page
FAR = 100  # a page as far back as somebody may turn
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
    from bench import search
    from himaya.access.models import Membership
    from himaya.access.roles import Supervisor
    from himaya.access.units.models import Unit
    from tests import factories

    country = search.known(owner) if search.is_loaded(owner) else search.prepare(owner, count)
    hold(owner)
    unit = Unit.objects.filter(territories__isnull=False).order_by("pk")[0]
    there = Membership.objects.filter(unit=unit, role="supervisor").first()
    return {"nation": country.chief, "district": there.user if there else factories.user((Supervisor, unit))}


def hold(owner: str) -> None:
    """Gives the people of a country their statuses, where they have none yet."""
    tables = ("registry_groupmembership", "registry_carefact")
    with psycopg.connect(owner, autocommit=True) as connection:
        if connection.execute("select 1 from registry_groupmembership limit 1").fetchone():
            return
        for table in tables:
            connection.execute(f"alter table {table} disable trigger user")
        connection.execute(STATUSES)  # type: ignore[arg-type]
        for table in tables:
            connection.execute(f"alter table {table} enable trigger user")
            connection.execute(f"vacuum analyze {table}")


def measure(readers: dict[str, Any], rounds: int = ROUNDS, *, explain: bool = False) -> float:
    """The pages of each register, for each reader, as the application serves them; the slowest p95."""
    from django.conf import settings
    from django.test import override_settings

    # Files are only named here, and need not be gathered for it.
    named = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | named):
        return _measured(readers, rounds, explain)


def _measured(readers: dict[str, Any], rounds: int, explain: bool) -> float:
    from django.urls import reverse

    from bench.spine import _ok, _signed_in
    from himaya.registry.registers.rules import REGISTERS

    slowest, quickest, lightest = 0.0, 0.0, 0.0
    for who, reader in readers.items():
        client = _signed_in(reader)
        # The shortest first: what a page takes where there is little to sort is what the longer are held against.
        for key in sorted(REGISTERS, key=lambda key: len(REGISTERS[key].statuses) or 99):
            name, address = f"registers.{key}.{who}", reverse("people:register", args=[key])
            counts = reverse("people:register-counts", args=[key])
            times = {}
            for part, where in (("page", address), ("far_page", f"{address}?page={FAR}"), ("counts", counts)):
                _ok(client.get(where))
                often = max(rounds // 3, 2) if part == "counts" else rounds  # a nation's take seconds
                times[part] = timed(lambda c=client, w=where: _ok(c.get(w)), often)  # type: ignore[misc]
                tell(f"{name}.{part}.p95", p95(times[part]), "ms", COUNTED if part == "counts" else LIMIT)
            half, best = statistics.median(times["page"]), min(times["page"])
            quickest, lightest = quickest or half, lightest or best
            tell(f"{name}.page.p50", half, "ms", quickest)
            tell(
                f"{name}.page.best", best, "ms", lightest
            )  # what the page costs, whatever else the machine does
            slowest = max(slowest, p95(times["page"]))
            if explain:
                _explain(reader, key)
    return slowest


def _explain(reader: Any, key: str) -> None:
    from himaya.access.gate import acting_as
    from himaya.kit import clock
    from himaya.registry.registers.queries import PAGE, Asked, listed
    from himaya.registry.registers.rules import REGISTERS

    with acting_as(reader):
        rows = listed(REGISTERS[key], Asked(on=clock.today()))
        print(f"# {key}:", rows.count(), "lines")
        print(rows.values_list("pk")[: PAGE + 1].explain(analyze=True, buffers=True))


def main() -> None:
    """One size, in a server of its own."""
    words = options("registers", __doc__)
    words.add_argument("--people", type=int, default=1_000_000)
    words.add_argument("--quick", action="store_true", help="20,000 people; fails where a page is too slow")
    words.add_argument("--explain", action="store_true", help="print the plans of the lists")
    words.add_argument("--var", type=Path, help="keep the server in this folder for the next run")
    given = words.parse_args()
    count = 20_000 if given.quick else given.people
    with server(given.var) as addresses:
        began = time.perf_counter()
        set_up(addresses.owner)
        readers = prepare(addresses.owner, count)
        tell("registers.people", count, "count")
        tell("registers.load", time.perf_counter() - began, "s")
        serve_as(addresses.web)
        busy()
        slowest = measure(readers, explain=given.explain)
        serve_as(addresses.owner)
        from himaya.registry.quality.actions import count_quality

        began = time.perf_counter()
        count_quality()
        tell("quality.count", time.perf_counter() - began, "s")
    if slowest > LIMIT:
        raise SystemExit(f"the slowest page took {slowest:.0f} ms")


if __name__ == "__main__":
    main()
