"""Importing published figures."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from himaya.kit import tables
from himaya.kit.tables import Fault, FileRefused, required
from himaya.reference.population.models import Population
from himaya.reference.release.actions import mark_changed
from himaya.reference.territory.models import Territory

COLUMNS = {
    "measure": required(tables.line(60)),
    "territory": required(tables.line(12)),
    "on": required(tables.day),
    "value": required(tables.number),
    "unit": required(tables.one_of("persons", "percent")),
    "source": required(tables.line(200)),
    "certainty": tables.one_of("V", "T", "K", "P", ""),
}


def load_population(source: str) -> None:
    """Bring the shipped figures into the table."""
    _write(tables.read_table(source, COLUMNS), edited=False)


@transaction.atomic
def import_population(*, source: bytes | str, by: Any) -> int:
    """Take a file of figures (measure, territory, on, value, unit, source), whole or not at all."""
    rows = tables.read_table(source, COLUMNS, optional=("certainty",))
    tables.refuse_repeats(rows, ["measure", "territory", "on"])
    _write(rows, edited=True)
    mark_changed(what="population.imported", by=by, rows=len(rows))
    return len(rows)


def _write(rows: Sequence[dict[str, Any]], *, edited: bool) -> None:
    known = dict(Territory.objects.values_list("code", "pk"))
    faults = [
        Fault(
            row["row"],
            "territory",
            _("There is no territory “%(code)s”.") % {"code": row["territory"]},
            _("Write the code of a territory, such as AZ-QBA or AZ for the country."),
        )
        for row in rows
        if row["territory"] not in known
    ]
    if faults:
        raise FileRefused(faults)
    Population.objects.bulk_create(
        [
            Population(
                measure=row["measure"],
                territory_id=known[row["territory"]],
                on=row["on"],
                value=row["value"],
                unit=row["unit"],
                source=row["source"],
                certainty=row["certainty"] or "V",
                edited=edited,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["measure", "territory", "on"],
        update_fields=["value", "unit", "source", "certainty", "edited"],
    )
