"""Rows of a question written by hand, loaded as Django loads its own: for what every page asks, where putting the question
together costs more than its answer."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def fields_of(model: type[Model]) -> list[Any]:
    """The columns of a model's table, in their order."""
    return list(model._meta.concrete_fields)


def columns(alias: str, fields: Iterable[Any]) -> str:
    """The same, as a question names them."""
    return ", ".join(f"{alias}.{field.column}" for field in fields)


def loaded(model: type[M], fields: Iterable[Any], values: Sequence[Any]) -> M:
    """A record of the values of these columns; the others are read when somebody asks for them."""
    return model.from_db(connection.alias, [field.attname for field in fields], list(values))
