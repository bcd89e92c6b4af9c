"""Everything at full size, step after step. What each step measured is kept, so that a run that was cut goes on where it
stopped; at the end stands a table of the steps.

    himaya bench full                     all steps that this state of the program has not measured yet: hours
    himaya bench full --only registry     those whose names begin so
    himaya bench full --fresh             forgets what was kept
    himaya bench full --summary           only the table

Kept in var/bench/full: NAME.jsonl is what a step printed, NAME.log what it complained of, NAME.json how it ended. A
country of ten million people is filled into var/bench/full/country (40 GB) and thrown away once it is measured.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.house import options

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "bench" / "full"
COUNTRY = "country"
NATION = "10000000"
REGISTERS = (
    "plain:7:fin", "plain:7:nofin", "plain:11:fin", "plain:11:nofin", "rough:7:fin", "rough:7:nofin", "rough:11:fin",
    "rough:11:nofin", "bare:7:fin", "bare:7:nofin",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One bench with its options. `fills`: it fills the country, and begins with an empty folder; `empties`: the
    country is thrown away after it, however it ended."""

    name: str
    words: tuple[str, ...]
    fills: bool = False
    empties: bool = False


def steps(kept: Path) -> list[Step]:
    """All that is measured, the short before the long."""
    country = str(kept / COUNTRY)
    return [
        Step("linkage-febrl", ("linkage", *(f"--set={s}" for s in ("febrl4", "febrl4-nossn", "febrl3")))),
        *(Step(f"linkage-{name.replace(':', '-')}", ("linkage", f"--set={name}")) for name in REGISTERS),
        Step("linkage-limit", ("linkage_limit",)),
        Step("spark", ("spark",)),
        Step("imports", ("imports",)),
        Step("registers", ("registers",)),
        Step("groups", ("groups",)),
        Step("spine", ("spine", "--people=1000000", "--cases=200000")),
        Step("registry-load", ("registry", f"--people={NATION}", f"--load={country}"), fills=True),
        Step("registry", ("registry", f"--people={NATION}", f"--var={country}", "--plain=20"), empties=True),
    ]


Runner = Callable[[Step, Path], int]


def run(step: Step, kept: Path) -> int:
    """Runs a step as the command line does; what it prints is kept and shown."""
    line = [sys.executable, "-m", f"bench.{step.words[0]}", *step.words[1:]]
    with (
        (kept / f"{step.name}.jsonl").open("w", encoding="utf-8") as told,
        (kept / f"{step.name}.log").open("w") as log,
    ):
        working = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8")
        assert working.stdout
        for row in working.stdout:
            told.write(row)
            told.flush()
            print(row, end="", flush=True)
        return working.wait()


def state() -> str:
    """Of what the figures are: the commit, or the version where there is no history."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    if found:
        return found
    from himaya import __version__

    return __version__


def go_through(wanted: list[Step], kept: Path, of: str, runner: Runner = run) -> None:
    """Runs those steps that have not ended yet in this state of the program."""
    for step in wanted:
        if (ended := result(step, kept)) and ended["of"] == of:
            continue
        print(f"# {step.name}", flush=True)
        if step.fills:
            shutil.rmtree(kept / COUNTRY, ignore_errors=True)
        began = time.time()
        code = runner(step, kept)
        told = {
            "of": of,
            "code": code,
            "minutes": round((time.time() - began) / 60, 1),
            "cores": os.cpu_count(),
        }
        (kept / f"{step.name}.json").write_text(json.dumps(told), encoding="utf-8")
        if step.empties:
            shutil.rmtree(kept / COUNTRY, ignore_errors=True)


def result(step: Step, kept: Path) -> dict[str, Any] | None:
    """How a step ended; nothing where it was cut short or never began."""
    file = kept / f"{step.name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def summary(wanted: list[Step], kept: Path) -> tuple[str, bool]:
    """The steps as a table, and whether every one of them ended above its floors."""
    rows, fine = [], True
    for step in wanted:
        ended = result(step, kept)
        fine = fine and bool(ended) and ended["code"] == 0  # type: ignore[index]
        if ended is None:
            rows.append(f"{step.name:24} not measured")
            continue
        last = (
            (kept / f"{step.name}.log").read_text(encoding="utf-8").strip().splitlines()
            if ended["code"]
            else []
        )
        said = "as wanted" if ended["code"] == 0 else f"falls short: {last[-1] if last else ended['code']}"
        rows.append(f"{step.name:24} {ended['minutes']:6.1f} min  {ended['of']:20} {said}")
    return "\n".join(rows), fine


def main() -> None:
    """All steps, or some."""
    words = options("full", __doc__)
    words.add_argument(
        "--only", action="append", default=[], help="steps whose names begin so; may be said again"
    )
    words.add_argument("--fresh", action="store_true", help="forget what was kept of these steps")
    words.add_argument("--summary", action="store_true", help="only the table of what was kept")
    words.add_argument("--kept", type=Path, default=KEPT, help="where what was measured is kept")
    given = words.parse_args()
    kept = given.kept.resolve()
    kept.mkdir(parents=True, exist_ok=True)
    wanted = [s for s in steps(kept) if not given.only or s.name.startswith(tuple(given.only))]
    if given.fresh and not given.summary:
        for step in wanted:
            (kept / f"{step.name}.json").unlink(missing_ok=True)
    if not given.summary:
        go_through(wanted, kept, state())
    table, fine = summary(wanted, kept)
    print("\n" + table)
    raise SystemExit(0 if fine else 1)


if __name__ == "__main__":
    main()
