"""The spine at national size: worklist, case page, person search and a report, through the whole application.

Each figure is measured in one run against the same rows fetched by hand-written SQL (the floor), with the rows
behind row-level security as in production; the same is done at a tenth of the size, for growth. Run by
`himaya bench spine`, or alone: `python -m bench.spine --quick`.
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
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS = 60
WARM = 8
TYPING = {"HX-Request": "true"}  # a search as one types


def tell(name: str, value: float, unit: str, baseline: float | None = None) -> None:
    """One figure as a line."""
    ratio = round(value / baseline, 3) if baseline else None
    base = round(baseline, 3) if baseline is not None else None
    print(
        json.dumps({"name": name, "value": round(value, 3), "unit": unit, "baseline": base, "ratio": ratio}),
        flush=True,
    )


# --- one size, in processes of their own --------------------------------------------------------------


def load(owner: str, people: int, cases: int) -> float:
    """Fills an empty database with a country of this size; the seconds it took."""
    _set_up(owner)
    from bench import country

    began = time.perf_counter()
    country.load(owner, people, cases)
    return time.perf_counter() - began


def measure(owner: str, web: str) -> dict[str, float]:
    """Times the pages over a loaded country; figures by name."""
    _set_up(owner)
    from bench import country

    cast = country.cast(owner)
    figures: dict[str, float] = {}
    _serve_as(web)
    for name, ask, floor in _pages(cast):
        figures |= _figures(name, ask, floor, owner)
    figures |= _cost_of_row_security(cast, owner, web)
    return figures


def _set_up(owner: str) -> None:
    os.environ["DATABASE_URL"] = owner
    os.environ["DJANGO_SETTINGS_MODULE"] = "himaya.settings.dev"
    os.environ["HIMAYA_DEMO"] = "1"
    import django

    django.setup()


def _serve_as(web: str) -> None:
    from django.db import connection, connections

    from himaya.settings.place import database

    connections.close_all()
    wanted = database(web)
    connection.settings_dict.update(wanted)
    connections.settings["default"].update(wanted)


Page = tuple[str, Callable[[], Any], Callable[[Any], Any]]


def _pages(cast: Any) -> Iterator[Page]:
    """(name, the request, the same rows by hand as the owner)."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    supervisor, worker = Client(), Client()

    backend = settings.AUTHENTICATION_BACKENDS[0]
    supervisor.force_login(cast.supervisor, backend=backend)
    worker.force_login(cast.worker, backend=backend)
    case = cast.case
    yield "worklist", lambda: _ok(supervisor.get(reverse("cases:case-list"))), cast.floor_worklist
    yield "worklist.worker", lambda: _ok(worker.get(reverse("cases:case-list"))), cast.floor_worklist_worker
    page = reverse("cases:case-detail", args=[case])
    yield "case_page", lambda: _ok(supervisor.get(page)), cast.floor_case
    words = iter(cast.words * (ROUNDS + WARM))
    yield (
        "person_search",
        lambda: _ok(worker.post(reverse("people:find"), {"q": next(words)}, headers=TYPING)),
        cast.floor_search,
    )
    yield "report", _report(), cast.floor_report


def _report() -> Callable[[], float]:
    """Tells a report through the public form; the milliseconds of sending it, the last of its pages."""
    from django.test import Client
    from django.urls import reverse

    asked = iter(range(1, 10_000))

    def tell() -> float:
        n = next(asked)
        public = Client(REMOTE_ADDR=f"10.{n // 60000}.{n // 250 % 250}.{n % 250}")
        for step, typed in REPORT.items():
            answer = public.post(reverse("cases:report-step", args=[step]), typed)
            assert answer.status_code == 302, (step, answer.status_code, answer.content[:2000])
        began = time.perf_counter()
        answer = public.post(reverse("cases:report-step", args=["send"]), {"website": ""})
        assert answer.status_code == 302, answer.content[:2000]
        return (time.perf_counter() - began) * 1000

    return tell


REPORT: dict[str, dict[str, str]] = {
    "what": {"narrative": "Qonşuluqda uşaq hər axşam ağlayır."},
    "where": {"place": "Sumqayıt"},
    "who": {},
    "you": {"reporter_kind": "neighbour", "anonymous": "yes"},
}


def _ok(response: Any) -> Any:
    assert response.status_code == 200, (response.status_code, response.content[:300])
    return response


def _figures(name: str, ask: Callable[[], Any], floor: Callable[[Any], Any], owner: str) -> dict[str, float]:
    import psycopg
    from django.db import connection

    counted: list[int] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        counted.append(1)
        return execute(sql, params, many, context)

    for _ in range(WARM):
        ask()
    with connection.execute_wrapper(count):
        ask()
    queries = len(counted)
    times = _timed(ask, ROUNDS)
    with psycopg.connect(owner, autocommit=True) as direct:
        for _ in range(WARM):
            floor(direct)
        floors = _timed(lambda: floor(direct), ROUNDS)
    return {
        f"{name}.p50": statistics.median(times),
        f"{name}.p95": statistics.quantiles(times, n=20)[18],
        f"{name}.queries": queries,
        f"{name}.floor.p50": statistics.median(floors),
    }


def _timed(ask: Callable[[], Any], rounds: int) -> list[float]:
    """Milliseconds of each round."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        told = ask()
        found.append(told if isinstance(told, float) else (time.perf_counter() - began) * 1000)
    return found


def _cost_of_row_security(cast: Any, owner: str, web: str) -> dict[str, float]:
    """The same list by the web role under its policies, and by the owner with the same WHERE written by hand."""
    import psycopg

    with psycopg.connect(web) as under, psycopg.connect(owner) as by_hand:
        under.execute("select set_config('himaya.actor', %s, false)", [str(cast.supervisor.pk)])
        with_policy = _timed(lambda: under.execute(cast.LIST).fetchall(), ROUNDS)
        without = _timed(lambda: by_hand.execute(cast.LIST_BY_HAND, cast.zones).fetchall(), ROUNDS)
    return {
        "row_security.p50": statistics.median(with_policy),
        "row_security.floor.p50": statistics.median(without),
    }


# --- the whole run ------------------------------------------------------------------------------------


@contextmanager
def server(var: Path | None = None, *, safe: bool = False) -> Iterator[Any]:
    """A PostgreSQL of its own: thrown away, or kept in a folder. `safe`: with every write brought to the disk."""
    from himaya.cli import roles
    from himaya.cli.postgres import Postgres

    kept = var is not None
    place = var or Path(tempfile.mkdtemp(prefix="himaya-bench-"))
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o711)
    os.environ["HIMAYA_VAR"] = str(place)
    running = Postgres(place, throwaway=not safe)
    try:
        running.start()
        yield roles.embedded(running)
    finally:
        running.stop()
        if not kept:
            shutil.rmtree(place, ignore_errors=True)


def _inside(job: str, addresses: Any, *words: str) -> Any:
    line = [sys.executable, "-m", "bench.spine", "--inside", job, addresses.owner, addresses.web, *words]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def prepare(place: Path, people: int, cases: int) -> float:
    """Loads a country of this size into a folder, unless it is there already; the seconds it took."""
    took = place / "loaded.json"
    if not took.exists():
        shutil.rmtree(place, ignore_errors=True)  # a load that was broken off
        with server(place) as addresses:
            seconds = _inside("load", addresses, f"--people={people}", f"--cases={cases}")
        took.write_text(json.dumps(seconds))
    return float(json.loads(took.read_text()))


def one_size(place: Path) -> dict[str, float]:
    """Measures a loaded country in a fresh process; the server writes as safely as a real one."""
    with server(place, safe=True) as addresses:
        figures: dict[str, float] = _inside("measure", addresses)
    return figures


def main() -> None:
    """Prints the figures."""
    given = _words().parse_args()
    people = given.people or (20_000 if given.quick else 1_000_000)
    cases = given.cases or (4_000 if given.quick else 200_000)
    if given.inside:
        job, owner, web = given.inside
        print(json.dumps(load(owner, people, cases) if job == "load" else measure(owner, web)))
        return
    with tempfile.TemporaryDirectory(prefix="himaya-bench-") as fresh:
        Path(fresh).chmod(0o711)
        kept = given.keep or Path(fresh)
        sizes = [(max(people // 10, 1000), max(cases // 10, 200)), (people, cases)]
        places = [kept / f"{p}-{c}" for p, c in sizes]
        took = [prepare(place, *size) for place, size in zip(places, sizes, strict=True)]
        tell("spine.load", took[1], "s")
        if not given.load_only:
            _report_figures(*(one_size(place) for place in places))


def _words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int)
    parser.add_argument("--cases", type=int)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep", type=Path, help="Keep what was loaded in this folder for the next run.")
    parser.add_argument("--load-only", action="store_true", help="Load into the kept folder and stop.")
    parser.add_argument("--inside", nargs=3, metavar=("JOB", "OWNER", "WEB"))
    return parser


def _report_figures(small: dict[str, float], large: dict[str, float]) -> None:
    for name in ("worklist", "worklist.worker", "case_page", "person_search", "report"):
        tell(f"spine.{name}.p50", large[f"{name}.p50"], "ms", large[f"{name}.floor.p50"])
        tell(f"spine.{name}.p95", large[f"{name}.p95"], "ms", 100.0)
        tell(f"spine.{name}.queries", large[f"{name}.queries"], "queries", 25)
        tell(f"spine.{name}.growth", large[f"{name}.p50"], "ms", small[f"{name}.p50"])
    tell("spine.row_security", large["row_security.p50"], "ms", large["row_security.floor.p50"])


if __name__ == "__main__":
    main()
