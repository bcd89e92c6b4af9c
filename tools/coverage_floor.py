"""Decisions and writes are covered whole: every line and branch of each topic's rules and actions.

There are no exceptions: what no test reaches is tested, or it is deleted. Run after the tests, on what they measured.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import coverage


def measured() -> dict[str, dict[str, Any]]:
    """What coverage tells of each file that decides or writes."""
    data = coverage.Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        data.json_report(outfile=str(report), ignore_errors=True)
        files: dict[str, dict[str, Any]] = json.loads(report.read_text())["files"]
    return {
        name: told
        for name, told in files.items()
        if {"rules", "actions"} & {Path(name).stem, Path(name).parent.name}
    }


def missing(told: dict[str, Any]) -> str:
    """Lines no test runs (`14`), and ways through that none takes (`20→22`; `→ out` leaves the function)."""
    lines = [str(line) for line in told["missing_lines"]]
    ways = [f"{start}→{end if end > 0 else 'out'}" for start, end in told.get("missing_branches", [])]
    excluded = [f"{line} (excluded: nothing is)" for line in told.get("excluded_lines", [])]
    return ", ".join(lines + ways + excluded)


def main() -> int:
    found = measured()
    if not found:
        print("No file of rules or actions was measured: did the tests run with --cov?")
        return 1
    wanting = {name: gaps for name, told in sorted(found.items()) if (gaps := missing(told))}
    for name, gaps in wanting.items():
        print(f"{name}: no test reaches {gaps}. Test it, or delete what cannot happen.")
    print(
        f"Coverage: {len(found) - len(wanting)} of {len(found)} files of rules and actions are covered whole."
    )
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
