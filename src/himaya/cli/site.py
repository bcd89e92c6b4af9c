"""The running site, seen from outside: its ports, and whether it answers."""

import http.client
import socket
import time
from pathlib import Path

import click

from himaya.cli.children import Family
from himaya.cli.environment import Trouble

PATIENCE = 60  # seconds the pages may take to answer for the first time


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def require_free(host: str, port: int) -> None:
    deadline = time.monotonic() + 3  # a server just ended may hold it a moment longer
    while not is_free(host, port):
        if time.monotonic() < deadline:
            time.sleep(0.1)
            continue
        raise Trouble(f"Port {port} is taken by another program: choose one with PORT={port + 100}.")


def kept_port(var: Path, host: str, name: str) -> int:
    """A port for what is called `name`: last time's while it is free, so that open pages find it again."""
    kept = var / f"{name}.port"
    if kept.exists() and kept.read_text().isdigit() and is_free(host, int(kept.read_text())):
        return int(kept.read_text())
    with socket.socket() as probe:
        probe.bind((host, 0))
        number: int = probe.getsockname()[1]
    kept.write_text(str(number))
    return number


def kept_port_of(var: Path, name: str) -> str:
    """Where what is called `name` was started."""
    return (var / f"{name}.port").read_text()


def wait_until_ready(host: str, port: int, family: Family) -> None:
    """Return at the first page; raise with the log's last words when none comes."""
    deadline = time.monotonic() + PATIENCE
    while not _answers("127.0.0.1" if host in {"0.0.0.0", "::"} else host, port):  # noqa: S104  compared, not bound
        for said in family.watch():
            click.echo(said)
        failing = next(child for child in family.children if child.name == "pages")
        if failing.deaths > 2 or time.monotonic() > deadline:
            words = "\n".join(failing.log.read_text(errors="replace").splitlines()[-15:])
            raise Trouble(f"The pages do not start. From {failing.log}:\n{words}")
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    """Any answer but a failure will do: a redirect, or "wrong host" under production's settings."""
    asked = http.client.HTTPConnection(host, port, timeout=10)
    try:
        asked.request("GET", "/")
        return asked.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
