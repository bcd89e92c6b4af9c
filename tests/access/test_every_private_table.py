"""Each private table, asked as each kind of person: the database itself answers.

Made from the list of models, so that a new table is tested the day it is written. Rows are put in by the owner
past every check (within a transaction that is thrown away): only who sees them matters here.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from himaya.access.actions import end_grants, grant, open_dossier, wall_off
from himaya.access.gate import SYSTEM
from himaya.access.models import OwnRow
from himaya.access.protection.sync import protected_models
from himaya.access.roles import SEALED, Administrator, Analyst, SocialWorker, Supervisor
from tests import database, factories

As = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db

TABLES = sorted(m._meta.db_table for m in protected_models() if m.__module__.startswith("himaya."))
OWN_ROWS = sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, OwnRow))

# A column's type, and something that fits.
ANYTHING = {
    "jsonb": "'{}'",
    "time without time zone": "'00:00'",
    "ARRAY": "'{}'",
    "boolean": "false",
    "bytea": "''",
    "uuid": "gen_random_uuid()",
}
UNCHECKED = """
set constraints all immediate;
do $$ declare found record; begin
  for found in select conname from pg_constraint where conrelid = '{table}'::regclass and contype in ('c', 'x')
  loop execute format('alter table {table} drop constraint %I', found.conname); end loop;
  alter table {table} disable trigger user;
end $$;
set constraints all deferred"""


@pytest.fixture
def country(as_owner: As) -> dict[str, Any]:
    with as_owner():
        nation = factories.unit(national=True)
        here, there = factories.unit(parent=nation), factories.unit(parent=nation)
        made = {
            "own unit": factories.user((Supervisor, here)),
            "unit above": factories.user((Supervisor, nation)),
            "other district": factories.user((Supervisor, there)),
            "let in by name": factories.user((SocialWorker, there)),
            "let in as a unit": factories.user((SocialWorker, factories.unit())),
            "revoked": factories.user((SocialWorker, there)),
            "walled off": factories.user((Supervisor, here)),
            "suspended": factories.user((Supervisor, here), is_active=False),
            "analyst of the unit": factories.user((Analyst, here)),
            "administrator of the unit": factories.user((Administrator, here)),
        }
        dossier = open_dossier(kind="person", unit=here)
        sealed = open_dossier(kind="person", unit=here, sensitivity=SEALED)
        for who in ("let in by name", "revoked"):
            grant(dossier=dossier, user=made[who], ground="case", source=who, by=None)
        end_grants(ground="case", source="revoked")
        inside = made["let in as a unit"].memberships.get().unit
        grant(dossier=dossier, unit=inside, ground="referral", by=None)
        wall_off(dossier=dossier, user=made["walled off"], reason="named", by=None)
    database.settle()
    return {"people": made, "dossier": dossier.pk, "sealed": sealed.pk, "zone": here.pk * 4}


SEES = {"own unit", "unit above", "let in by name", "let in as a unit"}


@contextmanager
def thrown_away() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def put(table: str, **given: Any) -> None:
    """A row with what is given, and anything in whatever else must not be empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type, character_maximum_length from information_schema.columns "
            "where table_name = %s and is_nullable = 'NO' and column_default is null "
            "and is_generated = 'NEVER' and is_identity = 'NO'",
            [table],
        )
        needed = {name: filler(kind, length) for name, kind, length in cursor.fetchall()}
        values = needed | {name: str(value) for name, value in given.items()}
        columns, filled = ", ".join(f'"{name}"' for name in values), ", ".join(values.values())
        cursor.execute(f"insert into {table} ({columns}) values ({filled})")


def filler(kind: str, length: int | None) -> str:
    """Something of this type, another one each time."""
    if kind in ANYTHING:
        return ANYTHING[kind]
    if kind.startswith(("timestamp", "date")):
        return "now()"
    if kind.endswith("range"):
        return f"'empty'::{kind}"
    if kind in {"integer", "bigint", "smallint", "numeric", "double precision"}:
        return "(random() * 30000)::int"
    return f"left(gen_random_uuid()::text, {length or 36})"


def count(table: str, dossier: int | None = None) -> int:
    with connection.cursor() as cursor:
        where = f" where dossier_id = {dossier}" if dossier else ""
        cursor.execute(f"select count(*) from {table}{where}")
        return int(cursor.fetchone()[0])


def test_there_are_private_tables() -> None:
    assert {"registry_person", "cases_report", "cases_case", "access_grant"} <= set(TABLES)


def test_each_private_table_shows_a_row_to_whom_it_should(
    country: Any, as_owner: As, as_worker: As, acting_as: Any
) -> None:
    wrong: list[str] = []
    for table in TABLES:
        with thrown_away():
            with as_owner(), connection.cursor() as cursor:
                cursor.execute(UNCHECKED.format(table=table))
                before = count(table, country["dossier"])
                put(table, dossier_id=country["dossier"], zone=country["zone"])
                put(table, dossier_id=country["sealed"], zone=country["zone"] + SEALED)
            wrong += seen_wrongly(table, country, before, as_worker, acting_as)
    assert wrong == []


def seen_wrongly(table: str, country: Any, before: int, as_worker: As, acting_as: Any) -> Iterator[str]:
    for name, person in country["people"].items():
        with acting_as(person):
            expected = before + 1 if name in SEES else 0
            if (count(table, country["dossier"]), count(table, country["sealed"])) != (expected, 0):
                yield f"{table}: {name}"
    for name, actor in (("no user", None), ("the pages as the system", SYSTEM)):
        with acting_as(actor):
            if count(table):
                yield f"{table}: {name}"
    with as_worker(), acting_as(SYSTEM):
        if count(table, country["sealed"]) != 1:
            yield f"{table}: the worker as the system"


def test_a_row_of_one_s_own_is_seen_by_nobody_else(country: Any, as_owner: As, acting_as: Any) -> None:
    mine = country["people"]["own unit"]
    for table in OWN_ROWS:
        with thrown_away():
            with as_owner(), connection.cursor() as cursor:
                cursor.execute(UNCHECKED.format(table=table))
                put(table, user_id=mine.pk)
            for name, person in [*country["people"].items(), ("nobody", None)]:
                with acting_as(person):
                    assert count(table) == (1 if person == mine else 0), f"{table}: {name}"


def test_every_table_with_row_security_is_one_of_these(as_owner: As) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relrowsecurity and relkind = 'r' "
            "and relnamespace = 'public'::regnamespace"
        )
        found = {name for (name,) in cursor.fetchall()}
    known = {*TABLES, *OWN_ROWS, "access_dossier", "access_auditevent"}
    assert found == known, "a policy written by hand, or a private table without one"


def test_the_pages_own_nothing_and_pass_no_policy(as_owner: As, settings: Any) -> None:
    with connection.cursor() as cursor:
        for role in (settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER):
            cursor.execute(
                "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = %s", [role]
            )
            assert cursor.fetchone() == (False,)
            cursor.execute(
                "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = %s)",
                [role],
            )
            assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from pg_views v where schemaname = 'public'")
        assert cursor.fetchone() == (0,), "a plain view passes by row security: security_invoker, or none"
