"""`himaya backup`: the database, the uploads and the keys, at one moment."""

import datetime as dt
import os
import subprocess
import tarfile
from pathlib import Path

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict

import himaya
from himaya.cli import contents
from himaya.cli.database import opened
from himaya.cli.environment import Trouble
from himaya.cli.manifest import Manifest, sha256
from himaya.cli.postgres import embedded_programs
from himaya.settings import place

DUMP, UPLOADS = "database.dump", "uploads.tar"


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to put the keys' file (default: beside the backup). Keep it elsewhere.",
)
def backup(directory: Path, keys: Path | None) -> None:
    """Write a backup into a new folder under DIRECTORY, while everything goes on running.

    The folder holds the database (pg_dump, custom format), the uploads, and a manifest with the hash of
    every file and of every table's rows, by which `himaya restore --verify` compares. The keys (secret key,
    encryption keys, database passwords) go into a file of their own: whoever has both can read everything,
    so keep them in two places.

    \b
    himaya backup /srv/backups --keys /media/safe
    """
    os.umask(0o077)
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    folder = directory / f"himaya-{stamp}"
    folder.mkdir(parents=True)
    apart = keys or directory
    apart.mkdir(parents=True, exist_ok=True)
    keys_file = apart / f"himaya-{stamp}-keys.tar"
    with opened() as address, psycopg.connect(address) as connection:
        tables = _dump(connection, address, folder / DUMP)
        postgres = connection.info.parameter_status("server_version") or ""
    _pack(place.VAR / "uploads", folder / UPLOADS)
    _pack(place.KEYS, keys_file)
    Manifest(
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        version=himaya.__version__,
        postgres=postgres,
        roles=list(place.role_names(address)),
        files={name: sha256(folder / name) for name in (DUMP, UPLOADS)},
        keys=sha256(keys_file),
        tables=tables,
    ).write(folder)
    rows = sum(content.rows for name, content in tables.items() if not name.startswith("sequence "))
    click.echo(f"Backed up {rows:,} rows to {folder}")
    click.echo(f"Keys: {keys_file} (keep this file somewhere else)")


def _dump(connection: psycopg.Connection, address: str, target: Path) -> dict[str, contents.Content]:
    """Dump and hash the same snapshot, so that they agree whatever is written meanwhile."""
    connection.execute("set transaction isolation level repeatable read read only")
    row = connection.execute("select pg_export_snapshot()").fetchone()
    snapshot = str(row[0]) if row else ""
    program = str(embedded_programs() / "pg_dump")
    line = [program, "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"]
    done = subprocess.run(line, env=libpq_environment(address), capture_output=True, text=True)
    if done.returncode:
        raise Trouble(f"pg_dump failed: {done.stderr.strip()}")
    return contents.of_database(connection)


def libpq_environment(address: str) -> dict[str, str]:
    """How PostgreSQL's programs reach a database; as arguments, others here could read the password."""
    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
    }
    names |= {
        "sslmode": "PGSSLMODE",
        "sslrootcert": "PGSSLROOTCERT",
        "sslcert": "PGSSLCERT",
        "sslkey": "PGSSLKEY",
    }
    told = conninfo_to_dict(address)
    return {**os.environ, **{names[key]: str(value) for key, value in told.items() if key in names}}


def _pack(source: Path, target: Path) -> None:
    """A tar of a folder; an empty one when the folder is not there."""
    with tarfile.open(target, "w") as tar:
        if source.exists():
            tar.add(source, arcname=".")
