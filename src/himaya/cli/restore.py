"""`himaya restore`: a backup brought back into an empty database, and compared row by row."""

import os
import subprocess
import tarfile
from contextlib import suppress
from pathlib import Path

import click
import psycopg

from himaya.cli import contents, roles, uploads
from himaya.cli.backup import DUMP, UPLOADS, libpq_environment
from himaya.cli.database import opened
from himaya.cli.environment import Trouble, keep_to_ourselves
from himaya.cli.manifest import Manifest, sha256
from himaya.cli.postgres import embedded_programs
from himaya.settings import place

HEAD = 40  # lines of settings at the top of a dump


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The keys' file.")
@click.option("--verify", is_flag=True, help="Compare every table with the backup afterwards.")
def restore(folder: Path, keys: Path | None, verify: bool) -> None:
    """Bring the backup in FOLDER back into an empty database.

    Nothing that is there is ever overwritten: the database and the folder of uploads must be empty (choose
    a new HIMAYA_VAR, or give a new database in DATABASE_URL). Afterwards `himaya migrate` or `himaya run`
    brings it up to this version. Practise it: a backup never restored is a hope.

    \b
    HIMAYA_VAR=/srv/himaya-new himaya restore /srv/backups/himaya-20260101-020000 \\
        --keys /media/safe/himaya-20260101-020000-keys.tar --verify
    """
    keep_to_ourselves()
    manifest = Manifest.read(folder)
    manifest.require_whole(folder)
    if keys is not None and sha256(keys) != manifest.keys:
        raise Trouble(f"{keys} is not the keys' file of this backup.")
    _require_empty(place.VAR / "uploads")
    if keys is not None:
        _require_empty(place.KEYS)
        _unpack(keys, place.KEYS)
    given = bool(os.environ.get("DATABASE_URL"))
    with opened() as address:
        _require_same_roles(manifest, address)
        _require_empty_database(address)
        if given:
            roles.external(address, place.KEYS)
        _load(folder / DUMP, address)
        _unpack(folder / UPLOADS, place.VAR / "uploads")
        click.echo(f"Restored the backup of {manifest.made_at}.")
        if verify:
            _compare(manifest, address)
    click.echo("Next: `himaya migrate`, then `himaya audit restored`, so that the audit knows of the gap.")


def _require_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise Trouble(f"{folder} is not empty: restore into a new HIMAYA_VAR, or move it away.")


def _require_same_roles(manifest: Manifest, address: str) -> None:
    web, worker = place.role_names(address)
    if [web, worker] != manifest.roles:
        raise Trouble(
            "The backup's rights name other login roles: set "
            f"HIMAYA_DB_ROLE_WEB={manifest.roles[0]} HIMAYA_DB_ROLE_WORKER={manifest.roles[1]} and try again."
        )


def _require_empty_database(address: str) -> None:
    with psycopg.connect(address) as connection:
        tables = connection.execute(contents.TABLES).fetchall()
        if tables:
            raise Trouble(
                f"The database {connection.info.dbname} already holds {len(tables)} tables: restore into an "
                "empty one (a new HIMAYA_VAR, or a new database in DATABASE_URL)."
            )


def _load(dump: Path, address: str) -> None:
    """All or nothing, except for settings that an older server does not know."""
    program = str(embedded_programs() / "pg_restore")
    environment = libpq_environment(address)
    with psycopg.connect(address) as connection:
        if connection.info.server_version < 170_000:
            _load_as_text(program, dump, environment)
            return
    line = [
        program,
        "--no-owner",
        "--single-transaction",
        "--exit-on-error",
        "--dbname",
        environment["PGDATABASE"],
    ]
    done = subprocess.run([*line, str(dump)], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"pg_restore failed, and nothing was kept: {done.stderr.strip()}")


def _load_as_text(program: str, dump: Path, environment: dict[str, str]) -> None:
    """Through psql, leaving out the one setting that came with PostgreSQL 17."""
    text = subprocess.Popen(
        [program, "--no-owner", "--file=-", str(dump)], stdout=subprocess.PIPE, env=environment
    )
    line = [program.replace("pg_restore", "psql"), "--quiet", "--single-transaction", "--no-psqlrc"]
    loading = subprocess.Popen(
        [*line, "--set=ON_ERROR_STOP=1", "--output=/dev/null"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    with suppress(BrokenPipeError):
        for number, words in enumerate(text.stdout or []):
            # Only among the settings at the top: further down it could be somebody's words.
            if number > HEAD or not words.startswith(b"SET transaction_timeout"):
                loading.stdin.write(words)  # type: ignore[union-attr]
    _, complaint = loading.communicate()
    if loading.returncode or text.wait():
        raise Trouble(f"Loading failed, and nothing was kept: {complaint.decode(errors='replace').strip()}")


def _unpack(tar: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tarfile.open(tar) as packed:
        packed.extractall(target, filter="data")


def _compare(manifest: Manifest, address: str) -> None:
    with psycopg.connect(address) as connection:
        found = contents.of_database(connection)
        files = uploads.told_of(connection)
    told = contents.differences(manifest.tables, found)
    lost = uploads.missing(files, place.VAR / "uploads")
    told += [f"{name}: the file is missing" for name in lost[:20]]
    if told:
        raise Trouble("The restored database differs from the backup:\n" + "\n".join(told))
    tables = [name for name in found if not name.startswith("sequence ")]
    rows = sum(found[name].rows for name in tables)
    click.echo(f"Compared {len(tables)} tables, {rows:,} rows: every row is the same.")
    if files:
        click.echo(
            f"All {len(files):,} files that records name are there; `himaya keys check --files` opens each."
        )
