"""Closing what earlier versions kept open. Run by the owner, inside a migration."""

from collections.abc import Sequence
from secrets import token_bytes
from typing import Any

from himaya.access.encryption.fields import MARK
from himaya.access.encryption.keyring import KEY_BYTES, seal
from himaya.access.encryption.keys import unwrap, wrap
from himaya.kit import clock


def close_columns(editor: Any, model: str, columns: Sequence[str]) -> int:
    """Closes the texts that stand open in these columns of a model (`cases.reporter`); says how many rows.

    What stood there before is closed in the same step: a history that still held the open texts is emptied of
    them. May be run again."""
    table = model.replace(".", "_")
    with editor.connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s), to_regclass('access_dossierkey')", [table])
        if None in cursor.fetchone():
            return 0
        cursor.execute("set constraints all immediate")  # a table with checks still to come cannot be altered
        _keep_no_history(cursor, table)
        names = ", ".join(columns)
        cursor.execute(f"select id, dossier_id, {names} from {table} order by id")  # noqa: S608  names of ours
        done = sum(_close_row(cursor, table, model, columns, row) for row in cursor.fetchall())
        for column in columns:
            cursor.execute(
                "update access_history set before = before - %s where table_name = %s and before ? %s "
                "and before ->> %s <> '' and before ->> %s not like %s",
                [column, table, column, column, column, f"{MARK}%"],
            )
        _keep_history(cursor, table)
    return done


def _close_row(cursor: Any, table: str, model: str, columns: Sequence[str], row: Sequence[Any]) -> bool:
    pk, dossier, *texts = row
    plain = {c: t for c, t in zip(columns, texts, strict=True) if t and not t.startswith(MARK)}
    if not plain:
        return False
    key = _key(cursor, dossier)
    closed = {c: MARK + seal(key, t, f"{model}.{c}:{dossier}") for c, t in plain.items()}
    places = ", ".join(f"{c} = %s" for c in closed)
    cursor.execute(f"update {table} set {places} where id = %s", [*closed.values(), pk])  # noqa: S608  names of ours
    return True


def _key(cursor: Any, dossier: int) -> bytes:
    cursor.execute("select wrapped from access_dossierkey where dossier_id = %s", [dossier])
    found = cursor.fetchone()
    if found:
        return unwrap(found[0], dossier)
    key = token_bytes(KEY_BYTES)
    cursor.execute(
        "insert into access_dossierkey (dossier_id, zone, version, created_at, wrapped) "
        "select id, zone, 1, %s, %s from access_dossier where id = %s",
        [clock.now(), wrap(key, dossier), dossier],
    )
    return key


def _has_history(cursor: Any, table: str) -> bool:
    cursor.execute(
        "select exists (select from pg_trigger where tgname = 'keep_history' and tgrelid = %s::regclass)",
        [table],
    )
    return bool(cursor.fetchone()[0])


def _keep_no_history(cursor: Any, table: str) -> None:
    if _has_history(cursor, table):
        cursor.execute(f"alter table {table} disable trigger keep_history")


def _keep_history(cursor: Any, table: str) -> None:
    if _has_history(cursor, table):
        cursor.execute(f"alter table {table} enable trigger keep_history")
