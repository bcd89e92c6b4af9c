"""The text functions of the database for use in queries and in stored generated columns."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func


class Fold(Func):
    """`himaya.kit.text.fold`, computed by the database."""

    function = "himaya_fold"
    output_field = models.TextField()


class SortKey(Func):
    """`himaya.kit.text.sort_key`, computed by the database."""

    function = "himaya_sort_key"
    output_field = models.TextField()


class Skeletons(Func):
    """`himaya.kit.text.skeletons`, computed by the database."""

    function = "himaya_skeletons"
    output_field = ArrayField(models.TextField())


def folded(field: str) -> "models.GeneratedField":
    """A stored column with the search key of another column; collation C, so that prefixes find its index."""
    return models.GeneratedField(
        expression=Fold(F(field)), output_field=models.TextField(db_collation="C"), db_persist=True
    )


def sorted_by(field: str) -> "models.GeneratedField":
    """A stored column by which another column sorts in Azerbaijani order."""
    return models.GeneratedField(
        expression=SortKey(F(field)), output_field=models.TextField(db_collation="C"), db_persist=True
    )


def skeletons_of(field: str) -> "models.GeneratedField":
    """A stored array column with the duplicate-candidate keys of another column."""
    return models.GeneratedField(
        expression=Skeletons(F(field)), output_field=ArrayField(models.TextField()), db_persist=True
    )
