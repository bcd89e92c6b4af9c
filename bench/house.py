"""What every bench needs: a server of its own, a way to tell a figure, a way to time."""

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROUNDS = 60
WARM = 8


def options(name: str, about: str | None) -> argparse.ArgumentParser:
    """The options of a bench, taught as `himaya bench NAME` is called."""
    return argparse.ArgumentParser(
        prog=f"himaya bench {name}", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def tell(name: str, value: float, unit: str, baseline: float | None = None) -> None:
    """One figure as a line."""
    ratio = round(value / baseline, 3) if baseline else None
    base = round(baseline, 3) if baseline is not None else None
    print(
        json.dumps({"name": name, "value": round(value, 3), "unit": unit, "baseline": base, "ratio": ratio}),
        flush=True,
    )


def busy() -> None:
    """How many programs wanted a core in the last minute: more than there are cores, and times are too long."""
    tell("machine.wanted_cores", os.getloadavg()[0], "count", os.cpu_count())


def timed(ask: Callable[[], Any], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each round; a number that `ask` gives back counts instead of its whole time."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        told = ask()
        found.append(told if isinstance(told, float) else (time.perf_counter() - began) * 1000)
    return found


def p95(times: list[float]) -> float:
    """Nineteen of twenty were quicker; of fewer than twenty, the slowest."""
    return statistics.quantiles(times, n=20)[18] if len(times) >= 20 else max(times)


@contextmanager
def server(var: Path | None = None, *, safe: bool = False) -> Iterator[Any]:
    """A PostgreSQL of its own: thrown away, or kept in a folder. `safe`: with every write brought to the disk."""
    place = (var or Path(tempfile.mkdtemp(prefix="himaya-bench-"))).resolve()
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o711)
    os.environ["HIMAYA_VAR"] = str(place)
    from himaya.cli import roles
    from himaya.cli.postgres import Postgres

    running = Postgres(place, throwaway=not safe)
    try:
        running.start()
        yield roles.embedded(running)
    finally:
        running.stop()
        if var is None:
            shutil.rmtree(place, ignore_errors=True)


def set_up(owner: str) -> None:
    """The application in this process, as its owner."""
    os.environ["DATABASE_URL"] = owner
    os.environ["DJANGO_SETTINGS_MODULE"] = "himaya.settings.dev"
    os.environ["HIMAYA_DEMO"] = "1"
    import django

    django.setup()


def serve_as(web: str) -> None:
    """From here on as the web's own login role, under row security."""
    from django.db import connection, connections

    from himaya.settings.place import database

    connections.close_all()
    wanted = database(web)
    connection.settings_dict.update(wanted)
    connections.settings["default"].update(wanted)
