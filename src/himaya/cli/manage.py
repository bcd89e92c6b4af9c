"""`himaya manage`: Django's own commands."""

import click

from himaya.cli.database import application


@click.command(
    context_settings={
        "ignore_unknown_options": True,
        "allow_interspersed_args": False,
        "help_option_names": [],
    }
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Run one of Django's own commands.

    The database is opened first (and the embedded one started if need be). It speaks as the database's
    owner, whom row security does not bind: look with care, and write through the pages instead.

    \b
    himaya manage help            what there is
    himaya manage shell           a Python prompt over the data
    himaya manage makemigrations  after changing a model
    """
    with application():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["himaya manage", *words])
