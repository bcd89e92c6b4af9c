"""`himaya bench NAME`: what is measured, printed as one JSON object a line."""

import subprocess
import sys
from pathlib import Path

import click

from himaya.cli.environment import Trouble
from himaya.settings.place import ROOT


def _names() -> list[str]:
    return sorted(
        p.stem for p in (ROOT / "bench").glob("*.py") if "def main(" in p.read_text(encoding="utf-8")
    )


@click.command()
@click.argument("name")
@click.option("--people", type=int, help="How many people to load.")
@click.option("--cases", type=int, help="How many cases to load.")
@click.option("--rows", type=int, help="How many rows the long list of people has (registry, imports).")
@click.option("--quick", is_flag=True, help="A small version, as CI runs it.")
def bench(name: str, people: int | None, cases: int | None, rows: int | None, quick: bool) -> None:
    """Measure NAME on a database of its own, which is thrown away afterwards.

    Each line is one figure: name, value, unit, baseline, ratio. Ratios are taken within one run and can be
    compared between machines; milliseconds cannot.

    \b
    himaya bench spine --quick
    himaya bench spine --people 1000000 --cases 200000
    """
    if name not in _names():
        raise Trouble(f"There is no bench “{name}”; there are: {', '.join(_names())}.")
    words = [
        f"--{key}={value}" for key, value in {"people": people, "cases": cases, "rows": rows}.items() if value
    ]
    line = [sys.executable, "-m", f"bench.{name}", *words, *(["--quick"] if quick else [])]
    raise SystemExit(subprocess.run(line, cwd=Path(ROOT)).returncode)
