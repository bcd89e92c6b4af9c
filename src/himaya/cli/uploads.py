"""The files that the database speaks of: whether they are all there."""

from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql


class Table(NamedTuple):
    """A table that names files: the column with the hash of what a file holds; where files have keys of their own,
    the column with the key, and what that column is closed for."""

    digest: str
    key: str = ""
    key_place: str = ""


TABLES = {
    "registry_document": Table("digest", "file_key", "registry.document.file_key"),
    "registry_ownfilerelease": Table("sha256"),
    "workflow_paper": Table("sha256"),
}


class Upload(NamedTuple):
    """A file as the database knows it: its name, the dossier whose key opens it (or the file's own, closed key), and
    the hash of what it holds."""

    name: str
    dossier_id: int
    digest: str
    closed_key: str = ""
    key_place: str = ""


def told_of(connection: psycopg.Connection) -> list[Upload]:
    """Every file that a record names, by its name."""
    connection.execute("select set_config('row_security', 'off', true)")
    found = []
    for table, told in TABLES.items():
        there = connection.execute("select to_regclass(%s)", [f"public.{table}"]).fetchone()
        if there and there[0]:
            key = sql.Identifier(told.key) if told.key else sql.Literal("")
            query = sql.SQL("select stored_as, dossier_id, {}, {} from public.{} where stored_as <> ''")
            rows = connection.execute(query.format(sql.Identifier(told.digest), key, sql.Identifier(table)))
            found += [
                Upload(name, dossier, hashed, closed, told.key_place)
                for name, dossier, hashed, closed in rows.fetchall()
            ]
    return sorted(found)


def missing(uploads: list[Upload], folder: Path) -> list[str]:
    """Names of files that are not there."""
    return [upload.name for upload in uploads if not (folder / upload.name).is_file()]
