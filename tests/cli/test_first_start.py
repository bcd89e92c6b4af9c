"""The first start of an empty database takes a shorter way through the migrations (`migrate` of the kit)."""

import os
import subprocess
import sys
from pathlib import Path

from himaya.cli import roles
from himaya.cli.postgres import Postgres, embedded_programs

PLAIN = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""
SHORT = PLAIN.replace("django.core.management.commands.migrate", "himaya.kit.management.commands.migrate")


def tables_made_by(program: str, place: Path) -> list[str]:
    """Every table, constraint, index, function and policy of a database that was empty before."""
    server = Postgres(place, throwaway=True)
    try:
        server.start()
        address = roles.embedded(server).owner
        given = {
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "himaya.settings.test",
            "HIMAYA_VAR": str(place),
        }
        done = subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, **given}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        dump = [str(embedded_programs() / "pg_dump"), "--schema-only", address]
        told = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    finally:
        server.stop()
    return [line for line in told.splitlines() if not line.startswith("\\")]  # a dump's own random word


def test_the_short_way_makes_the_same_tables(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    short = tables_made_by(SHORT, tmp_path / "short")
    assert len(short) > 1000
    assert short == tables_made_by(PLAIN, tmp_path / "plain")
