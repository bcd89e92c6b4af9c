"""The list as it goes back to its institution: the rows as they came, with what became of each and why.

Nothing in it is ever worked out: every text is written as text, and marked so for whoever edits it."""

import itertools
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit.sheets import Page, plain_workbook
from himaya.registry.imports.display import places_of, reasons
from himaya.registry.imports.labels import OUTCOMES, VERDICTS
from himaya.registry.imports.models import ImportBatch, ImportRow

Places = dict[str, dict[str, int]]
FAULTY = (ImportRow.REFUSED, ImportRow.CONFLICT, ImportRow.LIKELY, ImportRow.DUPLICATE)


def workbook_of(batch: ImportBatch, rows: Iterable[ImportRow]) -> bytes:
    """An Excel workbook, one page for each sheet of the list; `rows` in the list's order."""
    numbers = dict(ImportRow.objects.filter(batch=batch).values_list("place", "number"))
    places = places_of(batch)
    pages = (
        _page(batch, sheet, of_sheet, numbers, places)
        for sheet, of_sheet in itertools.groupby(rows, attrgetter("sheet"))
    )
    return plain_workbook(pages)


def _page(
    batch: ImportBatch, sheet: str, rows: Iterable[ImportRow], numbers: dict[int, int], places: Places
) -> Page:
    table: dict[str, Any] = next((t for t in batch.tables if t["sheet"] == sheet), {"columns": []})
    titles = {column["at"]: column["title"] for column in table["columns"]}
    width = max(titles, default=-1) + 1
    headings = [titles.get(at, "") for at in range(width)]
    return Page(
        sheet,
        [*headings, _("Result (Himaya)"), _("Reasons (Himaya)")],
        _told(rows, width, numbers, places),
    )


def _told(
    rows: Iterable[ImportRow], width: int, numbers: dict[int, int], places: Places
) -> Iterator[list[Any]]:
    for row in rows:
        cells = [*row.cells[:width], *[None] * (width - len(row.cells))]
        words = OUTCOMES[row.outcome][0] if row.outcome in OUTCOMES else VERDICTS[row.verdict][0]
        yield [*map(_as_sent, cells), str(words), " ".join(reasons(row, {}, numbers, places))]


def _as_sent(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return "" if value is None else str(value)
