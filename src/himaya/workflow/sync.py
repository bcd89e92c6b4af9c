"""Finds every process and puts the database's hold on its states in place."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.db import connections

from himaya.workflow.process import PROCESSES, Process
from himaya.workflow.steps import sql


def discover() -> dict[str, type[Process]]:
    """Imports the `process.py` of every topic."""
    for config in apps.get_app_configs():
        if not config.name.startswith("himaya."):
            continue
        for topic in iter_modules([config.path]):
            name = f"{config.name}.{topic.name}.process"
            if topic.ispkg and find_spec(name):
                import_module(name)
    return PROCESSES


def govern_database(using: str = "default") -> None:
    """Idempotent; run by the owner after migrations."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if "workflow_step" not in present:
        return
    discover()
    statements = [sql.FUNCTIONS]
    states: dict[str, set[str]] = {}
    for process in PROCESSES.values():
        states.setdefault(process.of._meta.db_table, set()).update(process.states)
    statements += [sql.govern(table, names) for table, names in states.items() if table in present]
    with connection.cursor() as cursor:
        cursor.execute("\n".join(statements))
