"""`make test`'s tests: both cores, branch coverage and its floor; pytest's own summary is the last line.

Whatever the tests leave running is named and ended here: a worker that hangs is killed by pytest
(`faulthandler_timeout`) and its browser and servers live on; they would hold our output open, and who
waits for the end of that would wait for ever.
"""

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

import psutil

ROOT = Path(__file__).resolve().parent.parent
MEASURED = [sys.executable, "-m", "slipcover", "-m"]
PYTEST = ["pytest", "-n", "2", "--dist", "loadscope", "-q"]
PYTEST += [
    "--durations=20",
    "--durations-min=10",
]  # a run of twenty minutes grows unseen: who takes long is named
PYTEST += ["-rR"]  # and who was tried twice (tests/sharing.py)
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h: orphans below us become our children, so that we can find them
GRACE = 10.0  # seconds that what was left may take to end by itself


def run(command: list[str]) -> int:
    """Run `command`, say its lines as they come and its last line last, even if a child outlives it."""
    _adopt_orphans()
    tests = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        env=_environment(),
    )
    assert tests.stdout is not None
    held = ""  # one line is held back, so that the summary can be said last
    for line in _lines_while_running(tests, tests.stdout):
        if line.strip():
            print(held, end="", flush=True)
            held = line
    code = tests.wait()
    end_what_was_left()
    floor = (
        0
        if sys.argv[1:]
        else subprocess.run([sys.executable, "tools/coverage_floor.py"], cwd=ROOT).returncode
    )
    print(held, end="", flush=True)
    return code or floor


def _environment() -> dict[str, str]:
    """Programs are kept as they were compiled, even where the machine says otherwise: the tests start hundreds of
    processes, each of which would compile a thousand files anew, for a third of its start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONUNBUFFERED": "1"}


def _adopt_orphans() -> None:
    """Make us the parent of every descendant whose own parent ends (Linux only; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _lines_while_running(process: subprocess.Popen[str], stream: IO[str]) -> Iterator[str]:
    """The lines of `stream` until the process has ended and what it had said is read, not until it closes."""
    lines: SimpleQueue[str | None] = SimpleQueue()

    def read() -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=1.0)
        except Empty:
            if process.poll() is None:
                continue
            return
        if line is None:
            return
        yield line


def end_what_was_left() -> list[str]:
    """End every process still below us and say which they were; returns their names."""
    left = psutil.Process().children(recursive=True)
    names = []
    for process in left:
        try:
            names.append(" ".join(process.cmdline())[:120] or process.name())
            process.terminate()
        except psutil.NoSuchProcess:
            continue
    _, stubborn = psutil.wait_procs(left, timeout=GRACE)
    for process in stubborn:
        process.kill()
    for name in names:
        print(f"left running by a test, ended now: {name}", file=sys.stderr, flush=True)
    return names


def main() -> int:
    (ROOT / ".coverage.json").unlink(missing_ok=True)  # what an earlier run measured vouches for nothing
    return run([*MEASURED, *PYTEST, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
