"""The tests' PostgreSQL, and in whose name a test speaks to it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import InternalError, connection, connections
from django.db.backends.signals import connection_created
from psycopg import sql
from psycopg.conninfo import make_conninfo

from himaya.cli import roles
from himaya.cli.postgres import Postgres
from himaya.settings.place import database as from_address

OWNER = ""
UNTOUCHED = "untouched"  # is forgotten with the rest as soon as reference data change
# Where what is remembered follows from the rows alone; elsewhere it follows from the day too, which a test may choose.
ROWS_ALONE = {f"himaya.reference.{name}" for name in (
    "norms.queries", "codelists.queries", "territory.queries", "numbers.queries", "calendar.rules")}  # fmt: skip
_role = OWNER
_as_shipped: dict[Any, Any] = {}


@contextmanager
def prepared(worker_id: str) -> Iterator[str]:
    """The owner's address of an empty database with its login roles: embedded, or on `TEST_DATABASE_URL`."""
    given = os.environ.get("TEST_DATABASE_URL")
    with _own_database(given, f"test_himaya_{worker_id}") if given else _own_server() as address:
        yield address


@contextmanager
def _own_server() -> Iterator[str]:
    var = Path(tempfile.mkdtemp(prefix="himaya-test-"))
    var.chmod(0o711)
    server = Postgres(var, throwaway=True)
    try:
        server.start()
        yield roles.embedded(server).owner
    finally:
        server.stop()
        shutil.rmtree(var, ignore_errors=True)


@contextmanager
def _own_database(server: str, name: str) -> Iterator[str]:
    drop = sql.SQL("drop database if exists {} (force)").format(sql.Identifier(name))
    create = sql.SQL("create database {} template template0 encoding 'UTF8'").format(sql.Identifier(name))
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(drop)
        owner.execute(create)
        for role in (settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER):
            roles.ensure(owner, role)
        yield make_conninfo(server, dbname=name)
        owner.execute(drop)


def use(address: str) -> None:
    """Point Django at the database and migrate it."""
    wanted = {**from_address(address), "CONN_MAX_AGE": 0}
    settings.DATABASES["default"].update(wanted)
    connections.settings["default"].update(wanted)
    connection.settings_dict.update(wanted)
    connection_created.connect(_take_role, dispatch_uid="tests.role")
    call_command("migrate", verbosity=0, interactive=False)
    stand_on_reference()


def stand_on_reference() -> None:
    """The country, the code lists, the norms and the questionnaires, as every installation has them. What an earlier
    test read of them and did not change is remembered, as a process that serves remembers it: to build it anew took
    each test as long as all the rest of it."""
    from himaya.instruments.actions import load_instruments
    from himaya.reference.actions import load_reference
    from himaya.reference.release import queries

    if load_reference():
        load_instruments()
        _as_shipped.clear()
    queries.forget()
    queries.version()
    queries._memory.update({**_as_shipped, UNTOUCHED: True})


def remember_reference() -> None:
    """What was built of the reference data is good for the next test too, unless this one changed them."""
    from himaya.reference.release import queries

    if UNTOUCHED in queries._memory:
        _as_shipped.update({key: built for key, built in queries._memory.items() if key[0] in ROWS_ALONE})


def forget_when_written(execute: Any, statement: Any, params: Any, many: bool, context: Any) -> Any:
    """A test that changes reference data past the actions that would tell reads them anew."""
    from himaya.reference.release import queries

    done = execute(statement, params, many, context)
    if "reference_" in str(statement) and not str(statement).startswith("SELECT"):
        queries.forget()
    return done


def close() -> None:
    connections.close_all()


@contextmanager
def speaking_as(role: str) -> Iterator[None]:
    """This connection, and any opened meanwhile by another thread, acts as `role` ("" for the owner)."""
    global _role
    before, _role = _role, role
    _authorise(role)
    try:
        yield
    finally:
        _role = before
        # A transaction that already failed takes the role with it when it is rolled back.
        with suppress(InternalError):
            _authorise(before)


def as_web() -> Any:
    return speaking_as(settings.DB_ROLE_WEB)


def as_worker() -> Any:
    return speaking_as(settings.DB_ROLE_WORKER)


def as_owner() -> Any:
    return speaking_as(OWNER)


def _authorise(role: str) -> None:
    if connection.connection is None or connection.connection.closed:
        return  # whoever opens it next takes the role then
    _set(connection, role)


def _take_role(connection: Any, **kwargs: Any) -> None:
    if _role:
        _set(connection, _role)


def _set(connection: Any, role: str) -> None:
    wanted = sql.Identifier(role).as_string(None) if role else "default"
    with connection.connection.cursor() as cursor:
        cursor.execute(f"set session authorization {wanted}")


def settle() -> None:
    """What was written so far counts as written by an earlier transaction: its writer's sight of it is over.

    A test is one transaction, where the site would have used several."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("update access_dossier set born_xid = null where born_xid is not null")
