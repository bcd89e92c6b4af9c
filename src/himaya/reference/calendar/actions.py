"""Importing the working days that were moved."""

from typing import Any

from django.db import transaction

from himaya.kit import tables
from himaya.kit.tables import required
from himaya.reference.calendar.models import WorkingDayChange
from himaya.reference.release.actions import mark_changed

COLUMNS = {
    "day": required(tables.day),
    "kind": required(tables.one_of(*WorkingDayChange.Kind.values)),
    "reason": tables.line(200),
    "source": required(tables.line(200)),
    "certainty": tables.one_of("V", "T", "K", "P", ""),
}


def load_changes(source: str) -> None:
    """Bring the shipped moved days into the table."""
    _write(tables.read_table(source, COLUMNS), edited=False)


@transaction.atomic
def import_working_days(*, source: bytes | str, by: Any) -> int:
    """Take a file of moved days (day, kind off/working, reason, source), whole or not at all. Raises FileRefused."""
    rows = tables.read_table(source, COLUMNS, optional=("certainty", "reason"))
    tables.refuse_repeats(rows, ["day"])
    _write(rows, edited=True)
    mark_changed(what="working_days.imported", by=by, rows=len(rows))
    return len(rows)


def _write(rows: list[dict[str, Any]], *, edited: bool) -> None:
    WorkingDayChange.objects.bulk_create(
        [
            WorkingDayChange(
                day=row["day"],
                kind=row["kind"],
                reason=row["reason"],
                source=row["source"],
                certainty=row["certainty"] or "V",
                edited=edited,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["kind", "reason", "source", "certainty", "edited"],
    )
