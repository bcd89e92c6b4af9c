"""`himaya demo`: the sample country, its clock, and reports fed through the public form."""

import os
import re
import time
from pathlib import Path

import click

from himaya.cli.environment import DEVELOPMENT, Trouble, choose_settings, port

LENGTH = re.compile(r"^([+-]?\d+)([mhd])$")
SECONDS = {"m": 60, "h": 3600, "d": 86400}


def ready() -> None:
    """Settings and models, in a process of a sample country only."""
    choose_settings(DEVELOPMENT)
    import django

    django.setup()


@click.group()
def demo() -> None:
    """A sample country of made-up people, to try and to show Himaya. Never in production."""


@demo.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where there are users already.")
@click.option(
    "--seed", type=int, default=20260301, show_default=True, help="The same seed, the same country."
)
@click.option("--small", is_flag=True, help="Fewer people and cases: quicker, for tests.")
def load(if_empty: bool, seed: int, small: bool) -> None:
    """Fill an empty database with a sample country: bodies, staff, families, cases in every state.

    Everything is made by the same actions that people use, and marked as a sample.

    \b
    himaya demo load
    """
    ready()
    from himaya.demo.load import is_empty, load_country

    if not is_empty():
        if if_empty:
            return
        raise Trouble("There are users already. Use an empty database (another HIMAYA_VAR).")
    click.echo("Making a sample country…")
    began = time.monotonic()
    made = load_country(seed=seed, small=small)
    click.echo(f"Made {made} in {time.monotonic() - began:.0f} s.")


@demo.command()
@click.option(
    "--all", "everyone", is_flag=True, help="Every sample user, a line each: role, unit, e-mail, name."
)
def signins(everyone: bool) -> None:
    """Print whom to sign in as, by role.

    \b
    himaya demo signins
    """
    from himaya.demo.country import PASSWORD
    from himaya.demo.load import everybody, sign_ins

    if everyone:
        for line in everybody():
            click.echo("\t".join(line))
        return
    click.echo(f"Sample sign-ins (password for all: {PASSWORD}):")
    for role, email, unit in sign_ins():
        click.echo(f"  {role:<28} {email:<44} {unit}")


@demo.command()
@click.argument("by")
def clock(by: str) -> None:
    """Move this copy's clock on, to show what becomes late: +90m, +5h, +3d; 0 sets it back.

    \b
    himaya demo clock +3d
    """
    ready()
    from django.conf import settings

    from himaya.kit.clock import moved

    if not settings.DEMO:
        raise Trouble("Only the clock of a sample country can be moved.")
    file = settings.VAR / "clock"
    found = LENGTH.match(by)
    if by != "0" and not found:
        raise Trouble("Say how far: +90m, +5h, +3d, or 0.")
    seconds = moved().total_seconds() + int(found[1]) * SECONDS[found[2]] if found else 0.0
    file.write_text(str(seconds))
    click.echo(f"The clock of this copy is now {seconds / 86400:.2f} days ahead.")


@demo.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="", help="The running site (default: this machine, at PORT).")
def feed(file: Path, url: str) -> None:
    """Send each report of FILE (one JSON object a line) through the site's real public form.

    Prints each report's reference. A malformed FILE is refused whole, with line, field and remedy.

    \b
    himaya demo feed reports.jsonl
    """
    from himaya.demo.feed import Malformed, Unanswered, read_file, send

    site = url or f"http://localhost:{port()}"
    try:
        told = read_file(file)
        for one in told:
            click.echo(f"{one.id or one.line}\t{send(site, one)}")
    except (Malformed, Unanswered) as wrong:
        raise Trouble(str(wrong)) from wrong
    click.echo(f"{len(told)} reports were sent and wait for screening.")


@demo.command()
@click.option("--port", "number", type=int, required=True, help="Where it listens, on this machine only.")
@click.option("--site", required=True, help="The address of the running site.")
def exchange(number: int, site: str) -> None:
    """A sample telephone exchange: nobody is called; on its page one plays the callers.

    `himaya run` starts it beside a sample country. The secret it shares with the site is HIMAYA_EXCHANGE_SECRET.

    \b
    HIMAYA_EXCHANGE_SECRET=… himaya demo exchange --port 8001 --site http://localhost:8000
    """
    ready()
    from himaya.demo.exchange import SampleExchange
    from himaya.demo.exchange_server import Deliverer, Server

    secret = os.environ.get("HIMAYA_EXCHANGE_SECRET", "")
    if not secret:
        raise Trouble("Set HIMAYA_EXCHANGE_SECRET to what the site has: they believe nobody else.")
    deliverer = Deliverer(site, secret)
    click.echo(f"Sample telephone exchange: http://localhost:{number}")
    Server(SampleExchange(deliverer.take), deliverer, number, secret).serve_forever()
