"""The database's login roles: the owner migrates and dumps; *web* and *worker* serve and own nothing."""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from himaya.cli.environment import Trouble
from himaya.cli.postgres import Postgres
from himaya.settings.place import role_names


class RoleTrouble(Trouble):
    """A login role is missing or too powerful; the message says what to do."""


@dataclass(frozen=True)
class Addresses:
    """Where each kind of process finds the database. Nothing but migrations and backups gets the owner's."""

    owner: str
    web: str
    worker: str


def embedded(server: Postgres) -> Addresses:
    """The roles of a private server: its socket's directory is the door, so they need no password."""
    web, worker = role_names(server.url())
    with psycopg.connect(server.url(), autocommit=True) as owner:
        for role in (web, worker):
            ensure(owner, role)
    return Addresses(server.url(), server.url(web), server.url(worker))


def external(owner_url: str, keys: Path) -> Addresses:
    """The roles of another server: addresses given in the environment, else made, and kept in `keys`."""
    web, worker = role_names(owner_url)
    given = {web: os.environ.get("DATABASE_WEB_URL"), worker: os.environ.get("DATABASE_WORKER_URL")}
    addresses = {role: given[role] or _kept(owner_url, role, keys) for role in (web, worker)}
    return Addresses(owner_url, addresses[web], addresses[worker])


def ensure(owner: psycopg.Connection, role: str) -> bool:
    """Create a login role that may do nothing yet; True if it was missing. A too powerful one is refused."""
    try:
        with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            owner.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
            return True
    except psycopg.errors.InsufficientPrivilege:
        if not _attributes(owner, role):
            raise RoleTrouble(
                f'The owner may not create the login role "{role}": let the database\'s administrator run '
                f"`create role {role} login password '…'` and set DATABASE_WEB_URL and DATABASE_WORKER_URL."
            ) from None
    if any(_attributes(owner, role)):
        raise RoleTrouble(
            f'The login role "{role}" may pass by row security: let a superuser run '
            f"`alter role {role} nosuperuser nobypassrls nocreatedb nocreaterole`."
        )
    return False


def _attributes(owner: psycopg.Connection, role: str) -> tuple[bool, ...]:
    query = "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = %s"
    return owner.execute(query, [role]).fetchone() or ()


def _kept(owner_url: str, role: str, keys: Path) -> str:
    """The address of a role whose password this copy made. A password that no longer opens is replaced."""
    store = keys / "roles.json"
    server = {key: str(conninfo_to_dict(owner_url).get(key, "")) for key in ("host", "port", "dbname")}
    label = f"{role}@{server['host']}:{server['port']}/{server['dbname']}"
    kept: dict[str, str] = json.loads(store.read_text()) if store.exists() else {}
    password = kept.setdefault(label, secrets.token_urlsafe(32))
    address = make_conninfo(owner_url, user=role, password=password)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        if ensure(owner, role) or not _opens(address):
            hidden = owner.pgconn.encrypt_password(
                password.encode(), role.encode(), b"scram-sha-256"
            ).decode()
            owner.execute(
                sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(hidden))
            )
    _write_secret(store, json.dumps(kept, indent=1))
    return address


def _opens(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _write_secret(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
