"""`make test`'s tests: both cores, branch coverage and its floor; pytest's own summary is the last line."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "--cov", "--cov-report=", "-q"]


def main() -> int:
    tests = subprocess.Popen(
        [*PYTEST, *sys.argv[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert tests.stdout is not None
    held = ""  # one line is held back, so that the summary can be said last
    for line in tests.stdout:
        if line.strip():
            print(held, end="", flush=True)
            held = line
    code = tests.wait()
    floor = (
        0
        if sys.argv[1:]
        else subprocess.run([sys.executable, "tools/coverage_floor.py"], cwd=ROOT).returncode
    )
    print(held, end="", flush=True)
    return code or floor


if __name__ == "__main__":
    sys.exit(main())
