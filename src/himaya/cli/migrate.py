"""`himaya migrate`: everything a version needs before it serves."""

import os

import click
import psycopg
from psycopg import sql

from himaya.cli import fingerprint, messages, roles, static
from himaya.cli.database import opened
from himaya.cli.environment import Trouble, keep_to_ourselves, set_up_django
from himaya.settings import place

# What comes with the product besides code: loaded after every migration, unchanged where it is known already.
SHIPPED_DATA = (
    "himaya.reference.actions.load_reference",
    "himaya.access.actions.load_national_desk",
    "himaya.instruments.actions.load_instruments",
    "himaya.cases.plan.actions.load_plan_letters",
    "himaya.cases.social_service.actions.load_entitlement_letters",
    "himaya.cases.meetings.actions.load_minutes_letters",
    "himaya.cases.removal.actions.load_removal_letters",
    "himaya.cases.appeals.actions.load_appeal_letters",
    "himaya.cases.outreach.actions.load_outreach_rules",
    "himaya.registry.registers.printing.load_register_forms",
    "himaya.registry.ownfile.actions.load_own_file_letters",
)


@click.command()
@click.option("--force", is_flag=True, help="Do it even if this version has been here before.")
def migrate(force: bool) -> None:
    """Bring the database, static files and translations up to this version.

    Makes the login roles, migrates the tables, renews row security and loads the reference data (territory,
    norms, code lists). Run it as the database's owner after every update, before the pages start;
    `himaya run` does it by itself. When nothing changed it ends at once.

    \b
    himaya migrate
    DATABASE_URL=postgresql://owner@db/himaya himaya migrate
    """
    keep_to_ourselves()
    with opened() as address:
        if os.environ.get("DATABASE_URL"):
            roles.external(address, place.KEYS)
        os.environ["DATABASE_URL"] = address
        prepare_files()
        said = prepare_database(address, force=force)
    click.echo(said)


def prepare_files() -> None:
    """Translations and static files, where they changed."""
    messages.compile_changed()
    static.collect_changed()


def prepare_database(address: str, *, force: bool = False) -> str:
    """Migrate and load reference data, unless this very code has done so here; returns a sentence about it.

    The database itself remembers which code it was prepared by, so another database is never mistaken for it.
    """
    code = fingerprint.code()
    with psycopg.connect(address, autocommit=True) as owner:
        require_fit(owner)
        if not force and prepared_by(owner) == code:
            return "The database is up to date."
    set_up_django(address)
    from django.core.management import call_command
    from django.db import connections
    from django.utils.module_loading import import_string

    call_command("migrate", interactive=False, verbosity=0)
    for loader in SHIPPED_DATA:
        import_string(loader)()
    connections.close_all()
    with psycopg.connect(address, autocommit=True) as owner:
        name = owner.info.dbname
        owner.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(name), sql.Literal(code)))
    return "The database was brought up to this version."


def require_fit(owner: psycopg.Connection) -> None:
    """PostgreSQL 15 or newer, in UTF-8."""
    if owner.info.server_version < 150_000:
        raise Trouble(f"PostgreSQL {owner.info.server_version // 10_000} is too old: 15 or newer is needed.")
    encoding = owner.execute("show server_encoding").fetchone()
    if encoding != ("UTF8",):
        raise Trouble("The database is not in UTF-8: create it with `encoding 'UTF8' template template0`.")


def prepared_by(owner: psycopg.Connection) -> str | None:
    """The code that last brought this database up to itself."""
    query = "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
    row = owner.execute(query).fetchone()
    return row[0] if row else None
