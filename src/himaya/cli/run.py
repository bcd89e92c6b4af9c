"""`himaya run`: the whole system on one machine, from nothing, in one command."""

import fcntl
import importlib
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from himaya.cli import exists, roles, site
from himaya.cli.children import Family
from himaya.cli.environment import (
    DEVELOPMENT,
    PRODUCTION,
    Trouble,
    choose_settings,
    command_line,
    keep_to_ourselves,
    port,
    var,
)
from himaya.cli.postgres import Postgres
from himaya.settings import place


@click.command()
@click.option(
    "--host", default=lambda: os.environ.get("HIMAYA_BIND", "127.0.0.1"), help="Address to listen on."
)
@click.option("--demo/--no-demo", default=True, help="Fill an empty database with the sample country.")
def run(host: str, demo: bool) -> None:
    """Start everything on this machine and keep it running until Ctrl-C.

    Starts PostgreSQL (or uses DATABASE_URL), brings the database up to this version, loads the sample
    country into an empty one, and serves the pages, live events and background work, each as its own
    process under its own database role. Whatever dies is started again; whatever an earlier, killed run
    left behind is put right.

    \b
    himaya run                                  http://localhost:8000
    PORT=8100 HIMAYA_VAR=/tmp/two himaya run    a second copy beside it
    """
    began = time.monotonic()
    keep_to_ourselves()
    demo = choose_settings(DEVELOPMENT) != PRODUCTION and demo and _knows_demo()
    os.environ["HIMAYA_DEMO"] = "1" if demo else "0"
    _stop_on_signals()
    try:
        with _alone(var()), _server() as server, _family() as family:
            site.require_free(host, port())
            addresses = (
                roles.embedded(server) if server else roles.external(os.environ["DATABASE_URL"], place.KEYS)
            )
            _prepare(demo)
            _start(family, addresses, host)
            site.wait_until_ready(host, port(), family)
            _announce(time.monotonic() - began, demo)
            _watch(family, server)
    except KeyboardInterrupt:
        click.echo("Stopped.")


def _knows_demo() -> bool:
    """Whether this installation brings the sample country."""
    return exists("demo") and "load" in importlib.import_module("himaya.demo.cli").demo.commands


def _stop_on_signals() -> None:
    """The first Ctrl-C (or its like) unwinds everything in order; further ones do not disturb that."""
    signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def unwind(*_: object) -> None:
        for sign in signs:
            signal.signal(sign, signal.SIG_IGN)
        click.echo("\nStopping…")
        raise KeyboardInterrupt

    for sign in signs:
        signal.signal(sign, unwind)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One run over one `var`: a dying one is waited for, a living one is named."""
    with (place / "run.lock").open("a+") as lock:
        for _ in range(100):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.1)
        else:
            lock.seek(0)
            raise Trouble(
                f"Himaya already runs over {place} (process {lock.read().strip()}): "
                "stop it, or give this copy its own HIMAYA_VAR and PORT."
            )
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def _family() -> Iterator[Family]:
    family = Family(var())
    if ended := family.end_leftovers():
        click.echo(f"Ended {ended} process(es) that an earlier run left behind.")
    try:
        yield family
    finally:
        family.stop()


@contextmanager
def _server() -> Iterator[Postgres | None]:
    """The embedded PostgreSQL, or None when `DATABASE_URL` names another."""
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    server = Postgres(var())
    try:
        server.start()
        yield server
    finally:
        server.stop()


def _prepare(demo: bool) -> None:
    """As processes of their own: they need the application, and this one should stay small."""
    steps = [command_line("migrate")]
    if demo:
        small = ["--small"] if os.environ.get("HIMAYA_DEMO_SIZE") == "small" else []
        steps.append(command_line("demo", "load", "--if-empty", *small))
    for step in steps:
        if subprocess.run(step).returncode:
            raise Trouble(f"`himaya {' '.join(step[3:])}` failed; what it said is above.")


def _start(family: Family, addresses: roles.Addresses, host: str) -> None:
    """Each process gets the address of its own login role, and no other."""
    pages = {"DATABASE_URL": addresses.web}
    if exists("events"):
        events = site.kept_port(var(), host, "events")
        pages["HIMAYA_EVENTS_URL"] = f"http://{{host}}:{events}/events"
        words = ["events", "--host", host, "--port", str(events)]
        family.add("events", command_line(*words), DATABASE_URL=addresses.web, HIMAYA_PAGES_PORT=str(port()))
    if os.environ["HIMAYA_DEMO"] == "1" and not os.environ.get("HIMAYA_EXCHANGE_URL"):
        pages |= _start_exchange(family)
    family.add("pages", command_line("serve", "--host", host, "--port", str(port())), **pages)
    family.add("worker", command_line("worker"), **{**pages, "DATABASE_URL": addresses.worker})


def _start_exchange(family: Family) -> dict[str, str]:
    """The sample telephone exchange; returns what the others must know to speak with it."""
    number = site.kept_port(var(), "127.0.0.1", "exchange")
    known = {
        "HIMAYA_EXCHANGE_URL": f"http://127.0.0.1:{number}",
        "HIMAYA_EXCHANGE_SECRET": secrets.token_urlsafe(32),
    }
    words = ["exchange", "--port", str(number), "--site", f"http://127.0.0.1:{port()}"]
    family.add("exchange", command_line("demo", *words), **known)
    return known


def _announce(took: float, demo: bool) -> None:
    click.echo(f"Ready in {took:.1f} s: http://localhost:{port()}")
    if demo:
        subprocess.run(command_line("demo", "signins"))
        if not os.environ.get("HIMAYA_EXCHANGE_URL"):
            number = site.kept_port_of(var(), "exchange")
            click.echo(f"Sample telephone exchange, to call the hotline: http://localhost:{number}")
    click.echo("Ctrl-C stops everything.")


def _watch(family: Family, server: Postgres | None) -> None:
    while True:
        if server is not None and not server.running():
            click.echo(f"PostgreSQL stopped; starting it again (its words: {server.log}).")
            server.restart()
        for said in family.watch():
            click.echo(said)
        time.sleep(0.2)
