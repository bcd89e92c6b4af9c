"""The files that the database speaks of: whether they are all there."""

from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql

# Tables that name files: the name, the dossier whose key opens it, and the hash of what it holds.
TABLES = {"registry_document": "digest", "workflow_paper": "sha256"}


class Upload(NamedTuple):
    """A file as the database knows it."""

    name: str
    dossier_id: int
    digest: str


def told_of(connection: psycopg.Connection) -> list[Upload]:
    """Every file that a record names, by its name."""
    connection.execute("select set_config('row_security', 'off', true)")
    found = []
    for table, digest in TABLES.items():
        there = connection.execute("select to_regclass(%s)", [f"public.{table}"]).fetchone()
        if there and there[0]:
            query = sql.SQL("select stored_as, dossier_id, {} from public.{}")
            rows = connection.execute(query.format(sql.Identifier(digest), sql.Identifier(table)))
            found += [Upload(*row) for row in rows.fetchall()]
    return sorted(found)


def missing(uploads: list[Upload], folder: Path) -> list[str]:
    """Names of files that are not there."""
    return [upload.name for upload in uploads if not (folder / upload.name).is_file()]
