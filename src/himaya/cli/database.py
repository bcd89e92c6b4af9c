"""The database a command works on: one of your own, the running copy's, or one started for the command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from himaya.cli import roles
from himaya.cli.environment import set_up_django, var
from himaya.cli.postgres import Postgres


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


@contextmanager
def application() -> Iterator[str]:
    """The application loaded in this process over the opened database, as its owner.

    The command line speaks English, whatever `LANG` says: its words go into logs and instructions."""
    with opened() as address:
        set_up_django(address)
        from django.utils import translation

        try:
            with translation.override("en"):
                yield address
        finally:
            from django.db import connections

            connections.close_all()
