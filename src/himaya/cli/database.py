"""The database a command works on: one of your own, the running copy's, or one started for the command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.conninfo import conninfo_to_dict

from himaya.cli import roles
from himaya.cli.environment import set_up_django, var
from himaya.cli.postgres import Postgres
from himaya.settings.place import KEYS, role_names


@contextmanager
def opened() -> Iterator[str]:
    """The owner's address, for the length of one command.

    With `DATABASE_URL` that server; else the server of a copy that runs over the same `HIMAYA_VAR`;
    else the embedded one, started now and stopped afterwards.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    server = Postgres(var())
    running = server.attach()
    if running:
        yield running
        return
    try:
        server.start()
        yield roles.embedded(server).owner
    finally:
        server.stop()


def as_worker(address: str) -> str:
    """The same database by the worker's login role, the only one as which the system itself may act."""
    worker = role_names(address)[1]
    if conninfo_to_dict(address).get("user") == worker:
        return address
    if os.environ.get("DATABASE_URL"):
        return roles.external(address, KEYS).worker
    return roles.embedded(Postgres(var())).worker


@contextmanager
def application(*, worker: bool = False) -> Iterator[str]:
    """The application loaded in this process over the opened database, as its owner; or as the worker, for what the
    system does by itself.

    The command line speaks English, whatever `LANG` says: its words go into logs and instructions."""
    with opened() as owner:
        address = as_worker(owner) if worker else owner
        set_up_django(address)
        from django.utils import translation

        try:
            with translation.override("en"):
                yield address
        finally:
            from django.db import connections

            connections.close_all()
