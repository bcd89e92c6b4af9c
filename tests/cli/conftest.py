"""A PostgreSQL 15 of the machine's own, for what must work on servers we do not bring; a copy that ran before."""

import fcntl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from himaya.cli.postgres import Postgres
from tests.browser import Site, free_port

PROGRAMS_15 = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def postgres_15(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The owner's address of an empty database on PostgreSQL 15."""
    if not PROGRAMS_15.exists():
        pytest.skip("PostgreSQL 15 is not on this machine (apt install postgresql-15)")
    server = Postgres(tmp_path_factory.mktemp("pg15"), throwaway=True, programs=PROGRAMS_15)
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def ran_before(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[Path], Path]:
    """`ran_before(folder)` is a folder in which a copy without sample data ran once: the first start is the slow one,
    and is made once for all test processes of a run."""
    base = tmp_path_factory.getbasetemp()
    place = (base if worker_id == "master" else base.parent) / "ran before"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "done").exists():
            site = Site(place / "var", free_port())
            try:
                site.start("--no-demo")
            finally:
                site.stop()
            (place / "done").touch()

    def copied(to: Path) -> Path:
        subprocess.run(["cp", "--archive", place / "var", to], check=True)
        return to

    return copied
