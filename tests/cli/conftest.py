"""A PostgreSQL 15 of the machine's own, for what must work on servers we do not bring."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from himaya.cli.postgres import Postgres

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
