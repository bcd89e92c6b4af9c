"""Decisions and writes are covered whole: every line and branch of each topic's rules and actions.

There are no exceptions: what no test reaches is tested, or it is deleted. Run after the tests, on what they measured.
"""

import ast
import json
import sys
from pathlib import Path
from typing import Any

MEASURED = Path(".coverage.json")


def measured() -> dict[str, dict[str, Any]]:
    """What was measured of each file that decides or writes."""
    if not MEASURED.exists():
        return {}
    files: dict[str, dict[str, Any]] = json.loads(MEASURED.read_text(encoding="utf-8"))["files"]
    return {
        name: told
        for name, told in files.items()
        if {"rules", "actions"} & {Path(name).stem, Path(name).parent.name}
    }


def missing(name: str, told: dict[str, Any]) -> str:
    """Lines no test runs (`14`), and ways through that none takes (`20→22`; `→ out` leaves the function). Of a statement
    over several lines only the first counts."""
    begun = {
        node.lineno for node in ast.walk(ast.parse(Path(name).read_bytes())) if isinstance(node, ast.stmt)
    }
    lines = [str(line) for line in told["missing_lines"] if line in begun]
    ways = [f"{start}→{end if end > 0 else 'out'}" for start, end in told.get("missing_branches", [])]
    return ", ".join(lines + ways)


def main() -> int:
    found = measured()
    if not found:
        print("No file of rules or actions was measured: were the tests run by tools/run_tests.py?")
        return 1
    wanting = {name: gaps for name, told in sorted(found.items()) if (gaps := missing(name, told))}
    for name, gaps in wanting.items():
        print(f"{name}: no test reaches {gaps}. Test it, or delete what cannot happen.")
    print(
        f"Coverage: {len(found) - len(wanting)} of {len(found)} files of rules and actions are covered whole."
    )
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
