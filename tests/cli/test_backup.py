"""A backup is brought back whole into an empty database, and a false one is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from himaya.cli.postgres import Postgres

TABLES = """
create table child (id bigint generated always as identity primary key, name text not null, born_on date,
  share numeric, seen_at timestamptz, photo bytea, tags text[],
  upper_name text generated always as (upper(name)) stored);
insert into child (name, born_on, share, seen_at, photo, tags)
  select 'Əli ' || n, date '2015-01-01' + n, n / 7.0, now(), decode('00ff', 'hex'), array['ı', null]
  from generate_series(1, 500) n;
alter table child enable row level security;
create policy nobody on child using (false);
create table visit (id uuid primary key, child_id bigint references child, told jsonb);
insert into visit
  select gen_random_uuid(), n, '{"nə": "SET transaction_timeout = 1"}' from generate_series(1, 300) n;
insert into visit values (gen_random_uuid(), 1, null);
"""


def himaya(*words: object, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HIMAYA_KEYS"}}
    told = {**clean, "HIMAYA_VAR": str(var), "PYTHONPATH": "src", **environment}
    line = [sys.executable, "-m", "himaya", *map(str, words)]
    return subprocess.run(line, env=told, capture_output=True, text=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy that has data, and its backup with the keys apart."""
    place = tmp_path_factory.mktemp("drill with space")
    server = Postgres(place / "var", throwaway=True)
    try:
        with psycopg.connect(server.start()) as owner:
            owner.execute(TABLES)
    finally:
        server.stop()
    (place / "var" / "uploads").mkdir()
    (place / "var" / "uploads" / "drawing.png").write_bytes(b"a house and a sun")
    (place / "var" / "keys").mkdir()
    (place / "var" / "keys" / "secret_key").write_text("only this copy knows")
    done = himaya("backup", place / "backups", "--keys", place / "safe", var=place / "var")
    assert done.returncode == 0, done.stderr
    return place


def backup_of(place: Path) -> Path:
    return next((place / "backups").iterdir())


def keys_of(place: Path) -> Path:
    return next((place / "safe").iterdir())


def restore(place: Path, *words: object, to: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return himaya("restore", backup_of(place), *words, var=to, **environment)


def test_every_row_upload_and_key_comes_back(made: Path, tmp_path: Path) -> None:
    done = restore(made, "--keys", keys_of(made), "--verify", to=tmp_path / "new var")
    assert done.returncode == 0, done.stderr
    assert "Compared 2 tables, 801 rows: every row is the same." in done.stdout
    assert (tmp_path / "new var" / "uploads" / "drawing.png").read_bytes() == b"a house and a sun"
    assert (tmp_path / "new var" / "keys" / "secret_key").read_text() == "only this copy knows"


def test_the_backup_itself_holds_no_key(made: Path) -> None:
    assert sorted(path.name for path in backup_of(made).iterdir()) == [
        "database.dump",
        "manifest.json",
        "uploads.tar",
    ]
    everything = b"".join(path.read_bytes() for path in backup_of(made).iterdir())
    assert b"only this copy knows" not in everything
    assert all(path.stat().st_mode & 0o077 == 0 for path in [*backup_of(made).iterdir(), keys_of(made)])


def test_it_comes_back_on_postgresql_15_too(made: Path, tmp_path: Path, postgres_15: str) -> None:
    done = restore(made, "--verify", to=tmp_path, DATABASE_URL=postgres_15)
    assert done.returncode == 0, done.stderr
    assert "every row is the same" in done.stdout


def test_a_database_that_holds_something_is_left_alone(made: Path, tmp_path: Path) -> None:
    assert restore(made, to=tmp_path).returncode == 0
    (tmp_path / "uploads" / "drawing.png").unlink()
    again = restore(made, to=tmp_path)
    assert again.returncode == 1
    assert "already holds 2 tables" in again.stderr


def test_uploads_that_are_there_are_left_alone(made: Path, tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "letter.pdf").write_text("ours")
    done = restore(made, to=tmp_path)
    assert done.returncode == 1
    assert "is not empty" in done.stderr


def test_a_changed_file_is_refused(made: Path, tmp_path: Path) -> None:
    uploads = backup_of(made) / "uploads.tar"
    before = uploads.read_bytes()
    uploads.write_bytes(before[:-1] + b"x")
    try:
        done = restore(made, to=tmp_path)
    finally:
        uploads.write_bytes(before)
    assert done.returncode == 1
    assert "damaged" in done.stderr


def test_other_keys_are_refused(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "keys.tar"
    other.write_bytes(b"not these")
    done = restore(made, "--keys", other, to=tmp_path / "var")
    assert done.returncode == 1
    assert "not the keys' file of this backup" in done.stderr


def test_verifying_names_the_table_whose_rows_differ(made: Path, tmp_path: Path) -> None:
    manifest = backup_of(made) / "manifest.json"
    before = manifest.read_text()
    told: dict[str, Any] = json.loads(before)
    told["tables"]["visit"][1] = "1:1"
    told["tables"]["child"][0] = 499
    manifest.write_text(json.dumps(told))
    try:
        done = restore(made, "--verify", to=tmp_path)
    finally:
        manifest.write_text(before)
    assert done.returncode == 1
    assert "visit: 301 rows, but not the same ones" in done.stderr
    assert "child: 499 rows in the backup, 500 here" in done.stderr


def test_a_folder_that_is_no_backup_is_named(tmp_path: Path) -> None:
    done = himaya("restore", tmp_path, var=tmp_path / "var")
    assert done.returncode == 1
    assert "holds no backup" in done.stderr
