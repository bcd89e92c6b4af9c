"""The command line: everything that starts, stops, checks and backs up the system."""

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from himaya.cli.environment import Trouble

# name -> where it lives. A command whose context has not been built is not offered.
COMMANDS = {
    "run": "himaya.cli.run:run",
    "serve": "himaya.cli.serve:serve",
    "worker": "himaya.cli.serve:worker",
    "events": "himaya.cli.serve:events",
    "migrate": "himaya.cli.migrate:migrate",
    "demo": "himaya.demo.cli:demo",
    "backup": "himaya.cli.backup:backup",
    "restore": "himaya.cli.restore:restore",
    "audit": "himaya.access.audit.commands:audit",
    "administrator": "himaya.access.staff.commands:administrator",
    "link": "himaya.registry.matching.commands:link",
    "keys": "himaya.access.encryption.commands:keys",
    "import": "himaya.registry.imports.commands:lists",
    "hotline-mail": "himaya.hotline.messages.commands:hotline_mail",
    "doctor": "himaya.cli.doctor:doctor",
    "bench": "himaya.cli.bench:bench",
    "docs": "himaya.cli.docs:docs",
    "manage": "himaya.cli.manage:manage",
}
NEEDS = {"events": "himaya.workflow.notices.events"}
# Groups of commands that live in their contexts: they find the application loaded and the database open.
OVER_DATABASE = {"audit", "demo", "keys", "import"}
# ... save these: the first two ask only the site's address, the third must come before any settings can stand.
WITHOUT_DATABASE = {("demo", "feed"), ("demo", "exchange"), ("keys", "new")}


class Commands(click.Group):
    """Loads a command when it is asked for, so that none pays for another."""

    def list_commands(self, context: click.Context) -> list[str]:
        return [name for name in COMMANDS if exists(name)]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS or not exists(name):
            return None
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        if name in OVER_DATABASE and isinstance(command, click.Group):
            return OverDatabase(name, commands=command.commands, help=command.help)
        return command

    def invoke(self, context: click.Context) -> object:
        with _plainly():
            return super().invoke(context)


class OverDatabase(click.Group):
    """A context's commands, run over the opened database (`himaya.cli.database`) as its owner."""

    def invoke(self, context: click.Context) -> object:
        asked = {(self.name, word) for word in sys.argv}
        if {"-h", "--help"} & set(sys.argv) or asked & WITHOUT_DATABASE:
            return super().invoke(context)
        from himaya.cli.database import application

        with application():
            return super().invoke(context)


def exists(name: str) -> bool:
    """Whether a command is offered: its context may not have been built."""
    module = NEEDS.get(name) or COMMANDS[name].split(":")[0]
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


@contextmanager
def _plainly() -> Iterator[None]:
    """What a person can put right is told in a sentence, without a traceback."""
    try:
        yield
    except Trouble as trouble:
        raise click.ClickException(str(trouble)) from trouble


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name=None, version=importlib.import_module("himaya").__version__)
def cli() -> None:
    """Himaya: child protection and social services.

    \b
    Try it on this machine:    himaya run
    Look into it:              himaya doctor
    Keep it safe:              himaya backup DIRECTORY

    Settings come from the environment; these matter everywhere:

    \b
    HIMAYA_VAR     where the embedded database and uploads live (default: var/ in the checkout)
    DATABASE_URL   the owner's address of a PostgreSQL of your own, 15 or newer (default: embedded)
    PORT           where the pages are served (default: 8000)
    """


def main() -> None:
    """Entry point of `himaya` and `python -m himaya`."""
    cli(prog_name="himaya")
