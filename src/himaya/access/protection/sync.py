"""Puts row security, triggers and rights in place, from the list of models, after every migration."""

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from himaya.access.protection import sql
from himaya.access.protection.models import Dossier, History, OwnRow, Protected
from himaya.access.roles import ROLES


def protected_models() -> list[type[models.Model]]:
    """Every concrete model whose rows are private."""
    return [m for m in apps.get_models() if issubclass(m, Protected)]


def secure_database(using: str = "default") -> None:
    """Idempotent; run by the owner. A table that stops being protected keeps its policy until dropped."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    protected = [m for m in protected_models() if m._meta.db_table in present]
    if Dossier._meta.db_table not in present:
        return
    reach = {code: role.reach for code, role in ROLES.items()}
    statements = [sql.functions(reach, settings.DB_ROLE_WORKER)]
    for model in protected:
        table = model._meta.db_table
        statements.append(sql.policies(table))
        if model is not History:
            derived = [field.column for field in model._meta.local_concrete_fields if field.generated]
            kept = not getattr(model, "append_only", False)
            statements.append(sql.triggers(table, history=kept, derived=derived))
    statements += [
        sql.own_rows(m._meta.db_table)
        for m in apps.get_models()
        if issubclass(m, OwnRow) and m._meta.db_table in present
    ]
    statements.append(sql.policies(Dossier._meta.db_table, dossier="id"))
    statements.append(sql.mover(m._meta.db_table for m in protected))
    web, worker = settings.DB_ROLE_WEB, settings.DB_ROLE_WORKER
    statements.append(f"grant usage on schema public to {web}, {worker};")
    statements.extend(
        sql.rights(m) for m in apps.get_models(include_auto_created=True) if m._meta.db_table in present
    )
    statements.append(f"revoke insert, update on access_history from {web}, {worker};")
    statements.append(f"revoke insert, update on access_dossier from {web}, {worker};")
    statements.append(f"grant usage, select on all sequences in schema public to {web}, {worker};")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('himaya.secure'))")
        cursor.execute("\n".join(statements))
