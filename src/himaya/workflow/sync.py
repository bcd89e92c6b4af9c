"""Puts the database's hold on the states of every process in place."""

from django.db import connections

from himaya.workflow.catalogue import PROCESSES, discover
from himaya.workflow.steps import sql

__all__ = ["PROCESSES", "discover", "govern_database"]


def govern_database(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if "workflow_step" not in present:
        return
    states: dict[str, set[str]] = {}
    for process in discover().values():
        states.setdefault(process.of._meta.db_table, set()).update(process.every_state())
    statements = [sql.FUNCTIONS]
    statements += [sql.govern(table, names) for table, names in states.items() if table in present]
    with connection.cursor() as cursor:
        cursor.execute("\n".join(statements))
