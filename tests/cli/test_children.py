"""What a supervisor starts is started again when it dies, and never outlives it."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from himaya.cli.children import Child, Family
from tests.cli.test_postgres import alive
from tests.patience import LONG, until

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
WITH_WORKER = [
    sys.executable,
    "-c",
    "import pathlib, subprocess, sys, time\n"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "pathlib.Path(sys.argv[1]).write_text(str(p.pid)); time.sleep(600)",
]


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    family = Family(tmp_path)
    yield family
    family.stop(wait=1)


def pid_of(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def test_a_killed_child_is_told_of_and_started_again(family: Family) -> None:
    child = family.add("worker", SLEEP)
    before = pid_of(child)
    os.kill(before, signal.SIGKILL)
    said: list[str] = []
    assert until(lambda: said.extend(family.watch()) or said)
    assert "The worker process was killed by SIGKILL; starting it again in 0.5 s" in said[0]
    assert until(lambda: not family.watch() and child.process is not None)
    assert pid_of(child) != before


def test_one_that_keeps_dying_is_tried_less_and_less_often(family: Family) -> None:
    child = family.add("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = []
    for _ in range(4):
        assert until(lambda: child.process is not None and child.process.poll() is not None)
        (said,) = family.watch()
        pauses.append(said.split(" in ")[1].split(" s ")[0])
        child.next_try_at = 0
        family.watch()
    assert pauses == ["0.5", "1", "2", "4"]


def test_what_a_dead_server_started_is_ended_with_it(family: Family, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    child = family.add("pages", [*WITH_WORKER, str(told)])
    assert until(lambda: told.exists() and told.read_text())
    orphan = int(told.read_text())
    os.kill(pid_of(child), signal.SIGKILL)
    assert until(lambda: bool(family.watch()))
    assert until(lambda: not alive(orphan))


def test_leftovers_of_a_killed_run_are_ended_and_strangers_are_not(family: Family, tmp_path: Path) -> None:
    killed, elsewhere = Family(tmp_path), Family(tmp_path / "other")
    (tmp_path / "other").mkdir()
    left, stranger = killed.add("pages", SLEEP), elsewhere.add("pages", SLEEP)
    own = family.add("worker", SLEEP)
    assert family.end_leftovers() == 1
    assert until(lambda: not alive(pid_of(left)))
    assert alive(pid_of(stranger))
    assert alive(pid_of(own))
    killed.stop()
    elsewhere.stop()


def test_a_child_that_will_not_stop_is_killed(family: Family) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(600)"
    child = family.add("pages", [sys.executable, "-c", deaf])
    assert until(lambda: "on" in child.log.read_text())
    pid = pid_of(child)
    began = time.monotonic()
    family.stop(wait=0.5)
    assert time.monotonic() - began < LONG, "it would sleep for ten minutes"
    assert not alive(pid)
