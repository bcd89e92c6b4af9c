"""The embedded PostgreSQL starts anywhere, as anyone, and heals whatever a kill left behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from himaya.cli.postgres import Postgres, Unavailable, embedded_programs
from tests.patience import slowness

HOLD = """
import sys, time
from pathlib import Path
from himaya.cli.postgres import Postgres
server = Postgres(Path(sys.argv[1]), throwaway=True)
server.start()
print(server.process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    server = Postgres(tmp_path / "a var with spaces, commas and ə")
    yield server
    server.stop()


def remember(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("create table note (text text)")
        owner.execute("insert into note values ('still here')")


def alive(pid: int) -> bool:
    """Running; a dead process that nobody has asked after is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def recall(address: str) -> object:
    with psycopg.connect(address) as owner:
        return owner.execute("select text from note").fetchall()


def test_it_starts_under_any_path_and_speaks_azerbaijani(server: Postgres) -> None:
    with psycopg.connect(server.start()) as owner:
        assert owner.execute("select lower('ƏLİYEVA ŞƏFƏQ') like 'əli%%yeva şəfəq'").fetchone() == (True,)
        assert owner.execute("show listen_addresses").fetchone() == ("",)


def test_nobody_else_may_reach_its_socket(server: Postgres) -> None:
    server.start()
    assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
    server.stop()
    assert not server.sockets.exists()


def test_it_keeps_what_was_written_over_a_stop(server: Postgres) -> None:
    remember(server.start())
    server.stop()
    assert recall(server.start()) == [("still here",)]


def test_a_killed_server_comes_back_with_what_was_committed(server: Postgres) -> None:
    remember(server.start())
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    server.restart()
    assert recall(server.url()) == [("still here",)]


def test_a_killed_launcher_takes_its_server_along_and_the_next_one_starts(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True, cwd="src"
    ) as first:
        assert first.stdout is not None
        orphan = int(first.stdout.readline())
        first.kill()
        first.wait()
        began = time.monotonic()
        server = Postgres(tmp_path, throwaway=True)
        server.start()
        try:
            assert time.monotonic() - began < 10 * slowness()
            assert server.process is not None
            assert server.process.pid != orphan
            assert not alive(orphan)
        finally:
            server.stop()


def test_a_pid_file_that_names_a_stranger_is_forgotten_and_the_stranger_left_alone(server: Postgres) -> None:
    remember(server.start())
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        pidfile = server.data / "postmaster.pid"
        lines = pidfile.read_text().split("\n")
        pidfile.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        server.restart()
        assert stranger.poll() is None
        stranger.kill()
    assert recall(server.url()) == [("still here",)]


def test_a_socket_s_lock_that_names_a_stranger_is_forgotten_too(server: Postgres) -> None:
    remember(server.start())
    assert server.process is not None
    with subprocess.Popen([*server.identity.prefix, "sleep", "60"]) as stranger:
        lock = server.sockets / ".s.PGSQL.5432.lock"
        lines = lock.read_text().split("\n")
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        server.restart(wait=2)
        assert stranger.poll() is None
        stranger.kill()
    assert recall(server.url()) == [("still here",)]


def test_a_server_that_appears_after_the_clearing_is_cleared_away_too(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A starter killed while it starts leaves a server that is not to be seen yet when the next one clears away."""
    remember(server.start())
    orphan = server.process
    assert orphan is not None
    clear, seen = server._clear_leftovers, []
    monkeypatch.setattr(server, "_clear_leftovers", lambda wait: clear(wait) if seen else seen.append(wait))
    server.restart()
    assert server.process is not None
    assert server.process.pid != orphan.pid
    assert orphan.wait(10) is not None
    assert recall(server.url()) == [("still here",)]


def test_two_copies_run_side_by_side(server: Postgres, tmp_path: Path) -> None:
    other = Postgres(tmp_path / "other", throwaway=True)
    try:
        remember(server.start())
        other.start()
        with psycopg.connect(other.url()) as owner:
            assert owner.execute("select to_regclass('note')").fetchone() == (None,)
    finally:
        other.stop()


def test_a_second_one_over_the_same_folder_is_told_so(server: Postgres) -> None:
    server.start()
    with pytest.raises(Unavailable, match="in use"):
        Postgres(server.var).start(wait=0.2)
    assert Postgres(server.var).attach() == server.url()


def test_a_first_start_that_was_killed_half_way_is_begun_anew(server: Postgres) -> None:
    half = server.var / "postgres" / "new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    remember(server.start())


def test_data_of_another_version_is_named_and_left_alone(server: Postgres) -> None:
    (server.var / "postgres" / "12").mkdir(parents=True)
    with pytest.raises(Unavailable, match="data of PostgreSQL 12"):
        server.start()


def test_a_socket_directory_of_somebody_else_is_refused(server: Postgres) -> None:
    server.sockets.mkdir(mode=0o777)
    server.sockets.chmod(0o777)
    with pytest.raises(Unavailable, match="somebody else's"):
        server.start()
    shutil.rmtree(server.sockets)


def test_a_server_that_cannot_start_points_at_its_log(server: Postgres) -> None:
    server.start()
    server.stop()
    (server.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(Unavailable, match=r"(?s)postgres\.log:.*no_such_setting"):
        server.start(wait=0.5)


def test_the_machine_s_own_programs_are_started_where_they_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path("/usr/lib/postgresql/15/bin")
    if not own.exists():
        pytest.skip("PostgreSQL 15 is not on this machine (apt install postgresql-15)")
    monkeypatch.setenv("HIMAYA_POSTGRES", str(own))
    server = Postgres(tmp_path / "var", throwaway=True)
    try:
        with psycopg.connect(server.start()) as connection:
            assert connection.info.server_version // 10000 == 15
    finally:
        server.stop()


def test_a_folder_without_programs_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIMAYA_POSTGRES", str(tmp_path))
    with pytest.raises(Unavailable, match="holds no program called postgres"):
        Postgres(tmp_path / "var")


@pytest.mark.skipif(os.geteuid() != 0, reason="shows what happens when root starts it")
def test_under_a_closed_folder_of_root_no_folder_is_opened() -> None:
    closed = Path("/root") / f"himaya test {os.getpid()}"
    before = stat.S_IMODE(Path("/root").stat().st_mode)
    installed = embedded_programs().parent.parent
    closed.mkdir(mode=0o700)  # as a checkout under /root has it: the programs are as closed as the data
    for part in (installed, installed.with_suffix(".libs")):
        subprocess.run(["cp", "--archive", "--reflink=auto", part, closed], check=True)
    server = Postgres(closed / "var", throwaway=True, programs=closed / installed.name / "pginstall" / "bin")
    try:
        remember(server.start())
        assert server.process is not None
        owner = Path(f"/proc/{server.process.pid}").stat().st_uid
        assert owner != 0
        assert stat.S_IMODE(Path("/root").stat().st_mode) == before
        assert stat.S_IMODE(server.clusters.stat().st_mode) == 0o700
        server.stop()
        assert recall(server.start()) == [("still here",)]
    finally:
        server.stop()
        shutil.rmtree(closed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_an_ordinary_user_starts_it_too() -> None:
    python = shutil.which("python3", path="/usr/bin") or sys.executable
    folder = Path(f"/tmp/himaya-test-ordinary-{os.getpid()}")
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    begin = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        python,
        "-c",
        HOLD,
        str(folder / "var"),
    ]
    paths = os.pathsep.join(path for path in sys.path if path)
    told = {**os.environ, "PYTHONPATH": f"{Path('src').resolve()}:{paths}", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        with subprocess.Popen(begin, stdout=subprocess.PIPE, text=True, env=told, cwd="/") as started:
            assert started.stdout is not None
            pid = int(started.stdout.readline())
            assert Path(f"/proc/{pid}").stat().st_uid == 65534
            started.kill()
        while alive(pid):
            time.sleep(0.05)
    finally:
        shutil.rmtree(folder)
