"""`himaya keys`: the master keys under which closed columns are kept."""

import sys

import click
import psycopg

from himaya.cli.database import application
from himaya.cli.uploads import Upload, told_of


@click.group()
def keys() -> None:
    """Make, renew and check the master keys.

    Columns with hidden addresses, health, plans and reporters, and all stored files, are closed with a key for
    each record; those keys are closed with a master key that is never in the database. It comes from
    HIMAYA_MASTER_KEYS (comma-separated, the one in use first) or from the file `master` in the folder of keys.
    Lose it, and what it closed is lost: back it up, and never beside the database.
    """


@keys.command()
def new() -> None:
    """Print a fresh master key, to be put first into HIMAYA_MASTER_KEYS or the file.

    \b
    himaya keys new
    """
    from himaya.access.encryption.keyring import new_key

    click.echo(new_key())


@keys.command()
@click.option("--close-again", is_flag=True, help="Make no new key; only finish closing under the first one.")
def rotate(close_again: bool) -> None:
    """Put a new master key first and close everything again under it, while people work.

    With HIMAYA_MASTER_KEYS in the environment, put the new key first there yourself (`himaya keys new`),
    restart, and run this with --close-again. The old key may go when this has ended and no backup needs it.

    \b
    himaya keys rotate
    """
    import os

    if os.environ.get("HIMAYA_MASTER_KEYS") and not close_again:
        raise click.ClickException(
            "The keys are in HIMAYA_MASTER_KEYS: put a new one first, then use --close-again."
        )
    with application():
        from himaya.access.encryption import actions

        done = actions.close_again() if close_again else actions.renew_master_key()
    click.echo(f"{done} keys closed again under the new master key.")


@keys.command()
@click.option("--files", is_flag=True, help="Open every stored file too, and compare it with its hash.")
def check(files: bool) -> None:
    """Say whether every closed key opens with the master keys at hand; ends with 1 where one does not.

    \b
    himaya keys check
    himaya keys check --files
    """
    with application() as address:
        from himaya.access.encryption.queries import spoilt_files, unopened

        closed = unopened()
        spoilt = spoilt_files(uploads_of(address)) if files and not closed else []
    if closed:
        click.echo(
            f"{len(closed)} keys do not open with the master keys at hand; the first: dossier {closed[0]}."
        )
        sys.exit(1)
    if spoilt:
        click.echo(f"{len(spoilt)} files do not open or are not what was kept; the first: {spoilt[0]}.")
        sys.exit(1)
    click.echo("Every key opens, and every file." if files else "Every key opens.")


def uploads_of(address: str) -> list[Upload]:
    """Every file that the database names."""
    with psycopg.connect(address) as connection:
        return told_of(connection)
