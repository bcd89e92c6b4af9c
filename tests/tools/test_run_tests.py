"""The runner of `make test`: what a hanging test leaves behind must not hold the whole run."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.patience import LONG

ROOT = Path(__file__).resolve().parents[2]
RUN = f"""
import sys; sys.path.insert(0, {str(ROOT / "tools")!r}); sys.argv.append("--part")
import run_tests
sys.exit(run_tests.run(["sh", "-c", sys.argv[1]]))
"""


def _run(script: str) -> tuple[subprocess.CompletedProcess[str], float]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", RUN, script],
        capture_output=True,
        text=True,
        timeout=10 * LONG,
        env={**os.environ},
    )
    return done, time.monotonic() - began


def test_the_last_line_is_said_last_and_the_code_is_the_tests_own() -> None:
    done, _ = _run("echo one; echo; echo '1 passed'; exit 3")
    assert done.stdout.splitlines() == ["one", "1 passed"]
    assert done.returncode == 3


def test_what_a_test_left_running_is_ended_and_named_and_holds_nobody(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    done, seconds = _run(f"setsid sleep 987 & echo $! > {pid}; echo '1 passed'")
    assert done.stdout.splitlines()[-1] == "1 passed"
    assert "sleep 987" in done.stderr
    assert seconds < 5 * LONG, "the run waited for what outlived it"
    assert not psutil.pid_exists(int(pid.read_text()))
