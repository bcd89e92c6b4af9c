"""Decisions and writes are covered whole: every line and branch of each topic's rules and actions.

A file that cannot be is named in `BELOW` with its floor and the reason; an entry that is no longer needed is
itself an error, so that the list only shrinks.
"""

import io
import json
import sys
import tempfile
from pathlib import Path

import coverage

BELOW: dict[str, tuple[float, str]] = {}


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


def main() -> int:
    found = measured()
    wrong = io.StringIO()
    for name, (percent, missing) in sorted(found.items()):
        floor = BELOW.get(name, (100.0, ""))[0]
        if percent < floor:
            print(f"{name}: {percent:.1f} % covered, {floor:g} % wanted; missing {missing}", file=wrong)
        elif name in BELOW and percent == 100:
            print(
                f"{name}: covered whole by now; take it out of BELOW in tools/coverage_floor.py", file=wrong
            )
    for name in BELOW.keys() - found.keys():
        print(f"{name}: named in BELOW, but there is no such file", file=wrong)
    print(
        wrong.getvalue() or f"Coverage: all {len(found)} files of rules and actions are covered whole.\n",
        end="",
    )
    return 1 if wrong.getvalue() else 0


if __name__ == "__main__":
    sys.exit(main())
