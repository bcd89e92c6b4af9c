"""The three kinds of process that serve; the same in production and under `himaya run`."""

import importlib
import os
import resource
import sys

import click

from himaya.cli.environment import PRODUCTION, Trouble, choose_settings, keep_to_ourselves, port
from himaya.cli.safety import require_bound_role

EVENTS = "himaya.workflow.notices.events"
# Every open page holds a stream for as long as it is open, and a browser keeps its connection to the pages for a while;
# the server's own limit would be a thousand of them, and whoever comes next would wait for one to go.
STREAMS, BROWSERS = 50_000, 8_192


@click.command()
@click.option(
    "--host", default=lambda: os.environ.get("HIMAYA_BIND", "127.0.0.1"), help="Address to listen on."
)
@click.option(
    "--port", "number", type=int, default=None, help="Port to listen on (default: PORT, else 8000)."
)
@click.option("--workers", type=int, default=2, show_default=True, help="Processes; about one a core.")
def serve(host: str, number: int | None, workers: int) -> None:
    """Serve the pages, in the foreground.

    For systemd and containers; `himaya run` starts it by itself. DATABASE_URL must be the address of the
    *web* login role, never the owner's.

    \b
    DATABASE_URL=postgresql://himaya_web@db/himaya himaya serve --workers 4
    """
    _require_fit()
    _open_files(BROWSERS)
    words = ["--interface", "wsgi", "--blocking-threads", "2", "--no-ws", "--workers", str(workers)]
    words += ["--backpressure", str(BROWSERS)]
    _granian("himaya.wsgi:application", host, number or port(), words)


@click.command()
@click.option(
    "--host", default=lambda: os.environ.get("HIMAYA_BIND", "127.0.0.1"), help="Address to listen on."
)
@click.option("--port", "number", type=int, required=True, help="Port to listen on.")
def events(host: str, number: int) -> None:
    """Serve live events (new notices, the queue), in the foreground.

    One small process that holds every open page's event stream and listens once to the database. It needs
    a direct connection to PostgreSQL: not through PgBouncer's transaction pooling.

    \b
    DATABASE_URL=postgresql://himaya_web@db/himaya himaya events --port 8001
    """
    _require_fit()
    _open_files(STREAMS)
    words = ["--interface", "asginl", "--workers", "1", "--no-ws", "--backpressure", str(STREAMS)]
    _granian(f"{EVENTS}:application", host, number, words)


@click.command()
@click.option("--concurrency", type=int, default=4, show_default=True, help="Jobs at the same time.")
def worker(concurrency: int) -> None:
    """Do the background work, in the foreground: clocks, reminders, notices, letters.

    DATABASE_URL must be the address of the *worker* login role, direct (not through PgBouncer's transaction
    pooling). Any number may run: each job is done by one of them.

    \b
    DATABASE_URL=postgresql://himaya_worker@db/himaya himaya worker
    """
    _require_fit()
    import django
    from django.core.management import call_command

    django.setup()
    words = [f"--concurrency={concurrency}", f"--name=himaya-{os.getpid()}", "--delete-jobs=successful"]
    call_command("procrastinate", "worker", *words)


def _open_files(connections: int) -> None:
    """As many open connections as the machine lets this process have; a service begins with a thousand."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = connections if hard == resource.RLIM_INFINITY else min(hard, connections)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _require_fit() -> None:
    """Settings and database role are safe to serve with, or the process ends saying why."""
    keep_to_ourselves()
    settings = importlib.import_module(choose_settings(PRODUCTION))
    if not settings.DATABASE_URL:
        raise Trouble("No database is named: set DATABASE_URL to the web's or the worker's own login role.")
    require_bound_role(settings.DATABASE_URL)


def _granian(target: str, host: str, number: int, words: list[str]) -> None:
    """Become the server, so that whoever started this process is its direct parent."""
    if not 0 < number < 65536:
        raise Trouble(f"{number} is no port: give a number from 1 to 65535.")
    common = ["--host", host, "--port", str(number), "--log-level", "warning", "--respawn-failed-workers"]
    # An open event stream would hold a stop for as long as its page stays open.
    common += ["--workers-kill-timeout", "3", "--backlog", "4096"]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *words, *common, target])  # noqa: S606
