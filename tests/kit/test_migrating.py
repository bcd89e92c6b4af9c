"""What a first start makes in an empty database, by the short way, is what the models say."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import connection
from django.db.models import Model

MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def test_whoever_migrates_goes_the_short_way() -> None:
    assert get_commands()["migrate"] == "himaya.kit"


@pytest.mark.django_db
def test_every_table_stands_as_its_model_says(as_owner: Any) -> None:
    with as_owner(), connection.cursor() as cursor:
        wrong = [fault for model in MODELS for fault in faults(model, cursor)]
    assert not wrong, "\n".join(wrong)


def faults(model: type[Model], cursor: Any) -> Iterator[str]:
    """Columns, what may be empty, what is unique, where keys lead, and what has a name: all that Django makes."""
    table, fields = model._meta.db_table, {field.column: field for field in model._meta.local_concrete_fields}
    there = {row.name: row for row in connection.introspection.get_table_description(cursor, table)}
    if differ := there.keys() ^ fields.keys():
        yield f"{table}: {sorted(differ)}"
        return
    made = connection.introspection.get_constraints(cursor, table)
    for one in (*model._meta.indexes, *model._meta.constraints):
        if one.name not in made:
            yield f"{table}: no {one.name}"
    yield from faults_of_columns(table, fields, there, made)


def faults_of_columns(table: str, fields: Any, there: Any, made: Any) -> Iterator[str]:
    """Column by column. What PostgreSQL works out by itself Django never closes to nulls."""
    alone = {row["columns"][0] for row in made.values() if row["unique"] and len(row["columns"] or "") == 1}
    leads = {row["columns"][0]: row["foreign_key"] for row in made.values() if row["foreign_key"]}
    for name, field in fields.items():
        if there[name].null_ok != field.null and not field.generated:
            yield f"{table}.{name}: may be empty: {there[name].null_ok}"
        if field.unique and name not in alone:
            yield f"{table}.{name}: not unique"
        to = field.target_field if field.remote_field and field.db_constraint else None
        if to and leads.get(name) != (to.model._meta.db_table, to.column):
            yield f"{table}.{name}: leads to {leads.get(name)}"
