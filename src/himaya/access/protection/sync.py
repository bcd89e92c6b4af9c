"""Puts row security, triggers and rights in place, from the list of models, after every migration."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from himaya.access.protection import rows, sql
from himaya.access.protection.models import Dossier, History, OwnRow, Protected
from himaya.access.roles import ROLES, Permission, listed


def protected_models() -> list[type[models.Model]]:
    """Every concrete model whose rows are private."""
    return [m for m in apps.get_models() if issubclass(m, Protected)]


def secure_database(using: str = "default", *, afterwards: Iterable[str] = ()) -> None:
    """Idempotent; run by the owner. A table that stops being protected keeps its policy until dropped.

    `afterwards`: what other topics put in place once tables and rights stand."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if Dossier._meta.db_table not in present:
        return
    protected = [m for m in protected_models() if m._meta.db_table in present]
    record_roles = listed(r for r in ROLES.values() if r.sees_records)
    guarded = {m: told for m in protected if (told := getattr(m, "guarded_by", None))}
    statements = [sql.functions(p.code for _column, p in guarded.values()), rows.functions(record_roles)]
    statements += [statement for model in protected for statement in _of_table(model)]
    statements += [_guard(model, *told) for model, told in guarded.items()]
    statements += [
        sql.own_rows(m._meta.db_table)
        for m in apps.get_models()
        if issubclass(m, OwnRow) and m._meta.db_table in present
    ]
    statements.append(sql.policies(Dossier._meta.db_table, dossier="id"))
    statements.append(rows.mover(m._meta.db_table for m in protected))
    statements += _rights(present)
    statements += afterwards
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('himaya.secure'))")
        cursor.execute("\n".join(statements))


def close_doors(using: str = "default") -> None:
    """Keeps strangers' login roles out of the database and of the functions that run as its owner."""
    with connections[using].cursor() as cursor:
        cursor.execute("select to_regclass('access_dossier')")
        if cursor.fetchone()[0]:
            cursor.execute("select pg_advisory_xact_lock(hashtext('himaya.secure'))")
            cursor.execute(rows.close_doors())


def _of_table(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    found = [sql.policies(table)]
    if model is not History:
        keeps = not getattr(model, "append_only", False) and not getattr(model, "forgets", False)
        derived = [str(field.column) for field in model._meta.local_concrete_fields if field.generated]
        found.append(rows.triggers(table, history=keeps, derived=derived))
    return found


def _guard(model: type[models.Model], column: str, permission: Permission) -> str:
    """Rows that only some see; of what such rows held before, whichever they are, the same."""
    table = model._meta.db_table
    before = sql.guard(History._meta.db_table, f"table_name = '{table}'", permission.code)
    return sql.guard(table, column, permission.code) + before.replace("guarded_rows", f"guarded_{table}")


def _rights(present: set[str]) -> list[str]:
    web, worker = settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER
    mine = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table in present]
    return [
        f"grant usage on schema public to {web}, {worker};",
        *(sql.rights(m) for m in mine),
        f"revoke insert, update on access_history, access_dossier from {web}, {worker};",
        f"grant usage, select on all sequences in schema public to {web}, {worker};",
    ]
