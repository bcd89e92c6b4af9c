"""Decisions and writes are covered whole: every line and branch of each topic's rules and actions.

`coverage_below.json` beside this file lists those that are not there yet, each with the floor it has reached.
The list only shrinks: a file that falls below its floor and a new file below 100 % are errors; an entry that is
no longer needed is named. `--settle` raises the floors to what was reached; it never lowers one.
"""

import io
import json
import sys
import tempfile
from pathlib import Path

import coverage

LIST = Path(__file__).with_name("coverage_below.json")
BELOW: dict[str, float] = json.loads(LIST.read_text()) if LIST.exists() else {}


def measured() -> dict[str, tuple[float, str]]:
    """For each file that decides or writes: the percentage covered, and what is missing."""
    data = coverage.Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        data.json_report(outfile=str(report), ignore_errors=True)
        files = json.loads(report.read_text())["files"]
    return {
        name: (told["summary"]["percent_covered"], _missing(told))
        for name, told in files.items()
        if {"rules", "actions"} & {Path(name).stem, Path(name).parent.name}
    }


def _missing(told: dict) -> str:
    lines = [str(line) for line in told["missing_lines"]]
    branches = [f"{start}→{end}" for start, end in told.get("missing_branches", [])]
    return ", ".join(lines + branches)


def settle(found: dict[str, tuple[float, str]]) -> None:
    """Raise the floors to what was reached, and drop those no longer needed."""
    reached = {name: int(percent) for name, (percent, _) in sorted(found.items()) if percent < 100}
    kept = {name: max(percent, BELOW.get(name, 0)) for name, percent in reached.items()}
    LIST.write_text(json.dumps(kept, indent=1) + "\n")


def main() -> int:
    found = measured()
    if "--settle" in sys.argv:
        settle(found)
        return 0
    wrong = io.StringIO()
    for name, (percent, missing) in sorted(found.items()):
        floor = BELOW.get(name, 100.0)
        if percent < floor:
            print(f"{name}: {percent:.1f} % covered, {floor:g} % wanted; missing {missing}", file=wrong)
        elif name in BELOW and percent == 100:
            print(f"{name}: covered whole by now; take it out of {LIST.name} (--settle does)")
    for name in BELOW.keys() - found.keys():
        print(f"{name}: named in {LIST.name}, but there is no such file", file=wrong)
    whole = len(found) - len(BELOW)
    print(
        wrong.getvalue() or f"Coverage: {whole} of {len(found)} files of rules and actions whole, none fell."
    )
    return 1 if wrong.getvalue() else 0


if __name__ == "__main__":
    sys.exit(main())
