"""`himaya demo`: what shows the system at work without real people."""

from pathlib import Path

import click


@click.group()
def demo() -> None:
    """Sample data: reports sent through the public form of a running site."""


@demo.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", default="", help="The running site (default: this machine, at PORT).")
def feed(file: Path, url: str) -> None:
    """Send each report of FILE (one JSON object a line) through the site's real public form.

    Prints each report's reference. A malformed FILE is refused whole, with line, field and remedy.
    """
    from himaya.cli.environment import Trouble, port
    from himaya.demo.feed import Malformed, Unanswered, read_file, send

    site = url or f"http://localhost:{port()}"
    try:
        told = read_file(file)
        for one in told:
            click.echo(f"{one.id or one.line}\t{send(site, one)}")
    except (Malformed, Unanswered) as wrong:
        raise Trouble(str(wrong)) from wrong
    click.echo(f"{len(told)} reports were sent and wait for screening.")
