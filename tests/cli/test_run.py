"""`himaya run`, started as a person starts it, and then mistreated."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from himaya.cli.children import MARK
from himaya.cli.postgres import Postgres
from tests.browser import Site, free_port
from tests.cli.test_postgres import alive
from tests.patience import LONG, slowness, until

pytestmark = pytest.mark.journey

NOBODY = 65534


@pytest.fixture
def start(tmp_path: Path, ran_before: Callable[[Path], Path]) -> Iterator[Callable[..., Site]]:
    """`start("one")` is a running copy without sample data, over a folder whose name has a space."""
    sites: list[Site] = []

    def begin(name: str = "one copy", var: Path | None = None, **fields: object) -> Site:
        site = Site(var or ran_before(tmp_path / name), free_port(), **fields)  # type: ignore[arg-type]
        sites.append(site)
        site.start("--no-demo")
        return site

    yield begin
    for site in sites:
        site.stop()


def processes(site: Site) -> dict[int, str]:
    """The living processes that this copy's supervisor started, with their command lines."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            ours = f"{MARK}={site.var}:".encode() in (process / "environ").read_bytes()
            if ours and alive(int(process.name)):
                found[int(process.name)] = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def parent_of(site: Site, words: str) -> int:
    """The first process of its kind: the one the supervisor started itself, at the head of a session of its own."""
    found: list[int] = []  # it may just have been killed, and be on its way back
    assert until(
        lambda: (
            found.extend(pid for pid, line in processes(site).items() if words in line and heads(pid) == pid)
            or found
        )
    ), words
    return found[0]


def heads(pid: int) -> int | None:
    """The process at the head of the session of this one; None when this one has just ended."""
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


def kill_parent_of(site: Site, words: str) -> set[int]:
    """Kills it, and returns it and whatever it had started: until the supervisor sees the death, orphaned workers go on
    answering, so nothing is back before these are gone."""
    parent = parent_of(site, words)
    those = {pid for pid in processes(site) if heads(pid) == parent}
    os.kill(parent, signal.SIGKILL)
    return those | {parent}


def is_back(site: Site, killed: set[int]) -> bool:
    """Whether none of these lives and pages are answered again."""
    return not any(alive(pid) for pid in killed) and answers(site)


def postmaster(site: Site) -> int:
    return int(next((site.var / "postgres").glob("*/postmaster.pid")).read_text().split("\n")[0])


def answers(site: Site) -> bool:
    try:
        urllib.request.urlopen(site.url, timeout=LONG).close()
    except urllib.error.HTTPError as answer:
        return answer.code < 500
    except OSError:
        return False
    return True


def again(site: Site) -> float:
    """Seconds from the command to the first page, after a clean stop."""
    site.stop()
    began = time.monotonic()
    site.start("--no-demo")
    return time.monotonic() - began


def note(site: Site, text: str) -> None:
    with psycopg.connect(Postgres(site.var).url(), autocommit=True) as owner:
        owner.execute("create table if not exists kept (text text)")
        owner.execute("insert into kept values (%s)", [text])


def notes(site: Site) -> list[str]:
    with psycopg.connect(Postgres(site.var).url()) as owner:
        return [row[0] for row in owner.execute("select text from kept order by 1")]


def test_again_it_is_ready_within_ten_seconds_and_ctrl_c_leaves_nothing(start: Callable[..., Site]) -> None:
    site = start()
    assert answers(site)
    site.stop()
    assert processes(site) == {}
    assert min(again(site) for _ in range(2)) < 10 * slowness()
    assert "The database is up to date." in site.said
    assert not [line for line in site.said if "Registering" in line], "what only programmers read"
    server = postmaster(site)
    began = time.monotonic()
    site.stop()
    assert time.monotonic() - began < 15 * slowness()  # streams and jobs under way get their time
    assert not alive(server)
    assert processes(site) == {}
    assert not answers(site)


def test_whatever_is_killed_comes_back_and_nothing_committed_is_lost(start: Callable[..., Site]) -> None:
    site = start()
    note(site, "before")
    for words in ("himaya.wsgi", "worker"):
        killed = kill_parent_of(site, words)
        assert until(lambda killed=killed: is_back(site, killed)), words
        assert parent_of(site, words) not in killed
    server = postmaster(site)
    note(site, "just before the kill")
    os.kill(server, signal.SIGKILL)
    assert until(lambda: not alive(server) and answers(site))
    site.wait_for("PostgreSQL stopped; starting it again")
    assert until(lambda: Postgres(site.var).answers())
    assert notes(site) == ["before", "just before the kill"]
    assert until(lambda: any("worker" in line for line in processes(site).values()))


def test_a_killed_run_heals_at_the_next_start(start: Callable[..., Site]) -> None:
    site = start()
    note(site, "kept")
    server, pages = parent_of(site, "himaya.wsgi"), processes(site)
    assert site.process is not None
    os.kill(server, signal.SIGKILL)  # its workers are orphans now, still on the port
    site.process.kill()
    site.process.wait()
    site.start("--no-demo")
    assert answers(site)
    assert notes(site) == ["kept"]
    assert not any(alive(pid) for pid in pages)


def test_two_copies_run_side_by_side(start: Callable[..., Site]) -> None:
    one, two = start("one copy"), start("two copies")
    note(one, "one's")
    note(two, "two's")
    assert answers(one)
    assert answers(two)
    one.stop()
    assert answers(two)
    assert notes(two) == ["two's"]


def test_a_second_run_over_the_same_folder_says_who_is_there(start: Callable[..., Site]) -> None:
    site = start()
    assert site.process is not None
    second = Site(site.var, free_port()).himaya("run", "--no-demo")
    assert second.returncode == 1
    assert f"already runs over {site.var} (process {site.process.pid})" in second.stderr
    assert answers(site)


def test_a_taken_port_is_named(start: Callable[..., Site], tmp_path: Path) -> None:
    site = start()
    second = Site(tmp_path / "other", site.port).himaya("run", "--no-demo")
    assert second.returncode == 1
    assert f"Port {site.port} is taken" in second.stderr


def test_it_runs_on_postgresql_15_by_its_address(
    start: Callable[..., Site], tmp_path: Path, postgres_15: str
) -> None:
    site = start(var=tmp_path / "on 15", environment={"DATABASE_URL": postgres_15})
    assert answers(site)
    assert not (site.var / "postgres").exists()
    with psycopg.connect(postgres_15) as owner:
        serving = {
            row[0] for row in owner.execute("select usename from pg_stat_activity where usename is not null")
        }
    assert "himaya_worker" in serving
    told = site.himaya("doctor")
    assert told.returncode == 0, told.stdout


def test_other_commands_work_beside_a_run_and_by_themselves(start: Callable[..., Site]) -> None:
    site = start()
    for _ in range(2):
        told = site.himaya("manage", "showmigrations", "kit")
        assert told.returncode == 0, told.stderr
        assert "[X] 0001_text_functions" in told.stdout
        site.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_an_ordinary_user_runs_it(start: Callable[..., Site]) -> None:
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    python = next(
        found
        for found in (sys.executable, "/usr/bin/python3")
        if subprocess.run([*become, "test", "-x", found]).returncode == 0
    )
    var = Path(f"/tmp/himaya test {os.getpid()}")
    var.mkdir()
    os.chown(var, NOBODY, NOBODY)
    packages = os.pathsep.join(path for path in sys.path if path)
    told = {
        "PYTHONPATH": f"{Path('src').resolve()}:{packages}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(var),
    }
    try:
        site = start(var=var, environment=told, python=[*become, python])
        assert answers(site)
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in [*processes(site), postmaster(site)]}
        assert owners == {NOBODY}
        site.stop()
    finally:
        shutil.rmtree(var)
