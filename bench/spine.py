"""The spine at national size: worklist, case page, person search and a report, through the whole application.

Each page is asked for through all middleware, by the web's own login role under row security, after which the same
rows are fetched by hand-written SQL, as that role and as the database's owner (`bench.floors`). The same is done at a
tenth of the size, for growth. What a page's time is made of is told apart: the database, the drawing of the page, the
rest of the program. Run by `himaya bench spine`.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.house import ROUNDS, WARM, options, p95, serve_as, server, set_up, tell, timed

__all__ = ["server", "tell"]

TYPING = {"HX-Request": "true"}  # a search as one types
QUERIES, MILLISECONDS = 25, 100.0  # the aims
DISTRICT = "AZ-SM"


@dataclass
class Page:
    """What is measured: the request, the same rows by hand, and as whom the web's role fetches them by hand too (none
    for a search: an index on an operator that is not leakproof is closed to that role, and the application goes
    through its narrow door)."""

    name: str
    ask: Callable[[], Any]
    floor: Callable[[Any], Any] | None = None
    reader: Any = None


def found(owner: str) -> None:
    """An empty country: tables, reference data, bodies, units and their leading staff."""
    set_up(owner)
    from bench import country

    country.found(owner)


def load(owner: str, people: int, cases: int) -> float:
    """Fills it with people and cases; the seconds it took."""
    set_up(owner)
    from bench import country

    began = time.perf_counter()
    country.load(owner, people, cases)
    return time.perf_counter() - began


def measure(owner: str, web: str, rounds: int) -> dict[str, float]:
    """Times the pages over a loaded country; figures by name. A kept one is first brought up to this version."""
    from himaya.cli.migrate import prepare_database, prepare_files

    set_up(owner)
    prepare_files()
    prepare_database(owner)
    from bench import country

    cast = country.cast(owner)
    serve_as(web)
    figures: dict[str, float] = {}
    for page in pages(cast):
        figures |= _figures(page, owner, web, rounds)
    return figures


def pages(cast: Any) -> Iterator[Page]:
    """Everything that is measured, by who asks."""
    from django.urls import reverse

    supervisor, nation, worker = (_signed_in(r.user) for r in (cast.supervisor, cast.nation, cast.worker))
    cases, case = reverse("cases:case-list"), reverse("cases:case-detail", args=[cast.case])
    yield Page("worklist", lambda: _ok(supervisor.get(cases)), cast.supervisor.cases, cast.supervisor)
    yield Page("worklist.nation", lambda: _ok(nation.get(cases)), cast.nation.cases, cast.nation)
    yield Page("worklist.worker", lambda: _ok(worker.get(cases)), cast.worker.cases, cast.worker)
    yield Page(
        "case_page",
        lambda: _ok(supervisor.get(case)),
        lambda c: cast.supervisor.case(c, cast.case),
        cast.supervisor,
    )
    yield Page(
        "case_page.worker",
        lambda: _ok(worker.get(case)),
        lambda c: cast.worker.case(c, cast.case),
        cast.worker,
    )
    yield _search(cast)
    yield _report(cast)
    person = reverse("desk:person-file", args=[cast.person])
    yield Page("person_page", lambda: _ok(worker.get(person)))
    for name, who in (("home", supervisor), ("home.nation", nation), ("home.worker", worker)):
        yield Page(name, lambda who=who: _ok(who.get(reverse("desk:home"))))
    for name in ("reports", "overdue", "visit-list", "transfer-list"):
        yield Page(name.replace("-", "_"), lambda name=name: _ok(supervisor.get(reverse(f"cases:{name}"))))
    yield Page("overdue.nation", lambda: _ok(nation.get(reverse("cases:overdue"))))
    yield Page("reports.nation", lambda: _ok(nation.get(reverse("cases:reports"))))


def _signed_in(user: Any) -> Any:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _search(cast: Any) -> Page:
    """A search as one types; several workers take turns, because each may only search so often."""
    from django.urls import reverse

    clients = [_signed_in(user) for user in cast.searchers]
    turn = iter(range(10**9))

    def ask() -> Any:
        n = next(turn)
        asked = {"q": cast.words[n % len(cast.words)]}
        return _ok(clients[n % len(clients)].post(reverse("people:find"), asked, headers=TYPING))

    def floor(connection: Any) -> None:
        cast.worker.search(connection, cast.words[next(turn) % len(cast.words)].split()[0])

    return Page("person_search", ask, floor)


def _report(cast: Any) -> Page:
    """Tells a report through the public form; only the sending of it, the last of its pages, is measured."""
    from django.test import Client
    from django.urls import reverse

    turn = iter(range(1, 10**9))

    def ask() -> float:
        n = next(turn)
        public = Client(REMOTE_ADDR=f"10.{n // 60000}.{n // 250 % 250}.{n % 250}")
        for step, typed in REPORT.items():
            answer = public.post(reverse("cases:report-step", args=[step]), typed)
            assert answer.status_code == 302, (step, answer.status_code, answer.content[:2000])
        began = time.perf_counter()
        with _Counted.only_here():
            answer = public.post(reverse("cases:report-step", args=["send"]), {"website": ""})
        assert answer.status_code == 302, answer.content[:2000]
        return (time.perf_counter() - began) * 1000

    def floor(connection: Any) -> None:
        with connection.transaction():
            cast.supervisor.report(connection, next(turn))

    return Page("report", ask, floor, cast.supervisor)


REPORT: dict[str, dict[str, str]] = {
    "what": {"narrative": "Qonşuluqda uşaq hər axşam ağlayır."},
    "where": {"place": DISTRICT, "place_text": ""},
    "who": {},
    "you": {"reporter_kind": "neighbour", "anonymous": "yes"},
}


def _ok(response: Any) -> Any:
    assert response.status_code == 200, (response.status_code, response.content[:300])
    return response


# --- one page -----------------------------------------------------------------------------------------


class _Counted:
    """Counts and times what goes to the database and what draws the page, within one request."""

    now: "_Counted | None" = None

    def __init__(self) -> None:
        self.queries, self.database, self.drawing, self.whole = 0, 0.0, 0.0, 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.database += (time.perf_counter() - began) * 1000

    @classmethod
    def only_here(cls) -> Any:
        """Forgets what came before, so that one request of several is counted."""
        from contextlib import nullcontext

        if cls.now is not None:
            cls.now.__init__()  # type: ignore[misc]  # begins anew
        return nullcontext()

    @classmethod
    def of(cls, ask: Callable[[], Any]) -> "_Counted":
        """One request, watched."""
        from django.db import connection
        from django.template.backends.django import Template

        found, draw, within = cls(), Template.render, [0]
        cls.now = found

        def watched(self: Any, context: Any = None, request: Any = None) -> Any:
            began, asked, within[0] = time.perf_counter(), found.database, within[0] + 1
            try:
                return draw(self, context, request)
            finally:
                within[0] -= 1
                if not within[0]:
                    found.drawing += (time.perf_counter() - began) * 1000 - (found.database - asked)

        Template.render = watched  # type: ignore[method-assign,assignment]
        began = time.perf_counter()
        try:
            with connection.execute_wrapper(found):
                told = ask()
        finally:
            Template.render, cls.now = draw, None  # type: ignore[method-assign]
        found.whole = told if isinstance(told, float) else (time.perf_counter() - began) * 1000
        return found


def _figures(page: Page, owner: str, web: str, rounds: int) -> dict[str, float]:
    import psycopg

    for _ in range(min(WARM, rounds // 2)):
        page.ask()
    times = timed(page.ask, rounds)
    watched = [_Counted.of(page.ask) for _ in range(max(rounds // 3, 1))]
    figures = {
        "p50": statistics.median(times),
        "p95": p95(times),
        "queries": max(w.queries for w in watched),
        "database": statistics.median(w.database for w in watched),
        "drawing": statistics.median(w.drawing for w in watched),
        "program": statistics.median(w.whole - w.database - w.drawing for w in watched),
    }
    if page.floor is not None:
        with psycopg.connect(owner, autocommit=True) as direct:
            figures["floor"] = _floor(page.floor, direct, rounds)
    if page.floor is not None and page.reader is not None:
        with psycopg.connect(web, autocommit=True) as under:
            under.execute("select set_config('himaya.actor', %s, false)", [str(page.reader.user.pk)])
            figures["floor.under"] = _floor(page.floor, under, rounds)
    return {f"{page.name}.{name}": value for name, value in figures.items()}


def _floor(floor: Callable[[Any], Any], connection: Any, rounds: int) -> float:
    for _ in range(min(WARM, rounds // 2)):
        floor(connection)
    return statistics.median(timed(lambda: floor(connection), rounds))


# --- the whole run ------------------------------------------------------------------------------------


def _inside(job: str, addresses: Any, *words: str) -> Any:
    line = [sys.executable, "-m", "bench.spine", "--inside", job, addresses.owner, addresses.web, *words]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def prepare(place: Path, people: int, cases: int) -> float:
    """Loads a country of this size into a folder, unless it is there already; the seconds it took."""
    took, empty = place.with_name(f"{place.name}.loaded"), place.with_name("empty")
    if not took.exists():
        if not (founded := empty.with_name("empty.loaded")).exists():
            shutil.rmtree(empty, ignore_errors=True)
            with server(empty) as addresses:
                _inside("found", addresses)
            founded.touch()
        shutil.rmtree(place, ignore_errors=True)  # a load that was broken off
        shutil.copytree(empty, place, symlinks=True)
        _keep_owners(empty, place)
        with server(place) as addresses:
            seconds = _inside("load", addresses, f"--people={people}", f"--cases={cases}")
        took.write_text(json.dumps(seconds))
    return float(json.loads(took.read_text()))


def _keep_owners(source: Path, copy: Path) -> None:
    """PostgreSQL's files stay its own when the copy was made by root."""
    for path in [source, *source.rglob("*")]:
        told = path.lstat()
        os.chown(copy / path.relative_to(source), told.st_uid, told.st_gid, follow_symlinks=False)


def one_size(place: Path, rounds: int) -> dict[str, float]:
    """Measures a loaded country in a fresh process; the server writes as safely as a real one."""
    with server(place, safe=True) as addresses:
        figures: dict[str, float] = _inside("measure", addresses, f"--rounds={rounds}")
    return figures


def main() -> None:
    """Prints the figures."""
    given = _words().parse_args()
    people = given.people or (4_000 if given.quick else 1_000_000)
    cases = given.cases or (800 if given.quick else 200_000)
    rounds = given.rounds or (4 if given.quick else ROUNDS)
    if given.inside:
        print(json.dumps(_job(*given.inside, people, cases, rounds)))
        return
    with tempfile.TemporaryDirectory(prefix="himaya-bench-") as fresh:
        Path(fresh).chmod(0o711)
        kept = given.keep or Path(fresh)
        kept.mkdir(parents=True, exist_ok=True)
        sizes = [(people // 10, cases // 10), (people, cases)]
        places = [kept / f"{p}-{c}" for p, c in sizes]
        took = [prepare(place, *size) for place, size in zip(places, sizes, strict=True)]
        tell("spine.load", took[1], "s")
        if not given.load_only:
            _tell_all(*(one_size(place, rounds) for place in places))


def _job(job: str, owner: str, web: str, people: int, cases: int, rounds: int) -> Any:
    """What a process of its own does."""
    if job == "found":
        return found(owner)
    return load(owner, people, cases) if job == "load" else measure(owner, web, rounds)


def _words() -> argparse.ArgumentParser:
    parser = options("spine", __doc__)
    parser.add_argument("--people", type=int)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, help="How often each page is asked for.")
    parser.add_argument("--keep", type=Path, help="Keep what was loaded in this folder for the next run.")
    parser.add_argument("--load-only", action="store_true", help="Load into the kept folder and stop.")
    parser.add_argument("--inside", nargs=3, metavar=("JOB", "OWNER", "WEB"))
    return parser


def _tell_all(small: dict[str, float], large: dict[str, float]) -> None:
    for page in dict.fromkeys(name.rpartition(".p50")[0] for name in large if name.endswith(".p50")):
        told = {
            name.removeprefix(f"{page}."): value
            for name, value in large.items()
            if name.startswith(f"{page}.")
        }
        floor, under = told.get("floor"), told.get("floor.under")
        tell(f"spine.{page}.p50", told["p50"], "ms", floor)
        tell(f"spine.{page}.p95", told["p95"], "ms", MILLISECONDS)
        tell(f"spine.{page}.queries", told["queries"], "queries", QUERIES)
        tell(f"spine.{page}.growth", told["p50"], "ms", small[f"{page}.p50"])
        tell(f"spine.{page}.database", told["database"], "ms", floor)
        tell(f"spine.{page}.drawing", told["drawing"], "ms")
        tell(f"spine.{page}.program", told["program"], "ms")
        if under is not None:
            tell(f"spine.{page}.row_security", under, "ms", floor)


if __name__ == "__main__":
    main()
