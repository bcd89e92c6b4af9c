"""Loading the territory, and importing a gazetteer."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from himaya.kit import tables, text
from himaya.kit.tables import Fault, FileRefused, required
from himaya.reference.loading import LINES, SOURCED, VALID, not_edited, period
from himaya.reference.release.actions import mark_changed
from himaya.reference.territory.models import Settlement, Territory

TERRITORY_COLUMNS = {
    "code": required(tables.line(12)),
    "iso_code": tables.line(6),
    "kind": required(tables.one_of(*Territory.Kind.values)),
    "parent": tables.line(12),
    "administered_with": tables.line(12),
    **LINES,
    "aliases": tables.line(300),
    "everyday_word": tables.yes,
    **VALID,
    **SOURCED,
}
SETTLEMENT_COLUMNS = {
    "code": tables.line(80),
    "kind": required(tables.one_of(*Settlement.Kind.values)),
    "territory": required(tables.line(12)),
    **LINES,
    "name_en": tables.line(300),
    "name_ru": tables.line(300),
    "aliases": tables.line(300),
    "everyday_word": tables.yes,
    **VALID,
    **SOURCED,
}
SETTLEMENT_OPTIONAL = (
    "code",
    "name_en",
    "name_ru",
    "aliases",
    "everyday_word",
    "valid_from",
    "valid_to",
    "certainty",
)
_SHARED = ["name_az", "name_en", "name_ru", "aliases", "everyday_word", "valid", "source", "certainty"]


def load_territories(source: str) -> None:
    """Bring the shipped territories into the table; rows edited here stay as they are."""
    rows = tables.read_table(source, TERRITORY_COLUMNS)
    fresh = not_edited(Territory, "code", rows)
    known: dict[str, int] = {}
    for kinds in (("country",), ("region",), ("city", "rayon"), ("district",)):
        made = [
            Territory(
                code=row["code"],
                iso_code=row["iso_code"] or None,
                kind=row["kind"],
                parent_id=known.get(row["parent"]),
                valid=period(row),
                **_plain(row),
            )
            for row in fresh
            if row["kind"] in kinds
        ]
        Territory.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["iso_code", "kind", "parent", *_SHARED],
        )
        known = dict(Territory.objects.values_list("code", "pk"))
    for row in fresh:
        if row["administered_with"]:
            Territory.objects.filter(code=row["code"]).update(
                administered_with=known[row["administered_with"]]
            )


def load_settlements(source: str) -> None:
    """Bring the shipped gazetteer into the table."""
    rows = tables.read_table(source, SETTLEMENT_COLUMNS, SETTLEMENT_OPTIONAL)
    _write_settlements(not_edited(Settlement, "code", rows), edited=False)


@transaction.atomic
def import_settlements(*, source: bytes | str, by: Any) -> int:
    """Take a gazetteer file, whole or not at all. Gives the number of rows; raises FileRefused.

    Columns: kind (town, township, village), territory (a code), name_az, source; and, where known, name_en,
    name_ru, aliases (parted by ;), code, everyday_word (yes), valid_from, valid_to, certainty.
    """
    rows = tables.read_table(source, SETTLEMENT_COLUMNS, SETTLEMENT_OPTIONAL)
    for row in rows:
        row["code"] = row["code"] or f"{row['territory']}-{text.fold(row['name_az']).replace(' ', '-')}"
        row["name_en"] = row["name_en"] or row["name_az"]
        row["name_ru"] = row["name_ru"] or row["name_az"]
    faults = _settlement_faults(rows)
    if faults:
        raise FileRefused(faults)
    _write_settlements(rows, edited=True)
    mark_changed(what="settlements.imported", by=by, rows=len(rows))
    return len(rows)


def _settlement_faults(rows: Sequence[dict[str, Any]]) -> list[Fault]:
    known = set(Territory.objects.exclude(kind__in=["country", "region"]).values_list("code", flat=True))
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for row in rows:
        if row["territory"] not in known:
            problem = _("There is no territory “%(code)s”.") % {"code": row["territory"]}
            faults.append(
                Fault(
                    row["row"], "territory", problem, _("Write the code of a rayon, city or city district.")
                )
            )
        if row["code"] in seen:
            problem = _("The settlement already stands in row %(row)s.") % {"row": seen[row["code"]]}
            faults.append(
                Fault(row["row"], "name_az", problem, _("Leave one row, or give each a code of its own."))
            )
        seen[row["code"]] = row["row"]
    return faults


def _write_settlements(rows: Sequence[dict[str, Any]], *, edited: bool) -> None:
    known = dict(Territory.objects.values_list("code", "pk"))
    Settlement.objects.bulk_create(
        [
            Settlement(
                code=row["code"],
                kind=row["kind"],
                territory_id=known[row["territory"]],
                valid=period(row),
                edited=edited,
                **_plain(row),
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["kind", "territory", "edited", *_SHARED],
        batch_size=2000,
    )


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "name_az": row["name_az"],
        "name_en": row["name_en"],
        "name_ru": row["name_ru"],
        "aliases": row["aliases"],
        "everyday_word": bool(row["everyday_word"]),
        "source": row["source"],
        "certainty": row["certainty"] or "K",
    }
