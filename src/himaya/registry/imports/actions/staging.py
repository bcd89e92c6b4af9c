"""Reading a list into rows beside the register: in pieces, each in a transaction of its own, in constant memory."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.gate import acting_as
from himaya.kit import clock
from himaya.kit.books.opening import open_book
from himaya.kit.books.shapes import Cell
from himaya.kit.errors import Refused
from himaya.registry.imports.cleaning.reasons import REFUSED, heaviest
from himaya.registry.imports.layout.rows import PERSON
from himaya.registry.imports.layout.tables import Line, lines_of, tables_of
from himaya.registry.imports.matching.alike import keys_of
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.imports.queries import remembered_titles
from himaya.registry.imports.rules import limits
from himaya.registry.imports.translating import digest_of

PIECE = 1000  # rows written at once
READ_SHARE = 550  # thousandths of the work that reading is; comparing is the rest
Beat = Callable[[int], None]


def read_rows(batch: ImportBatch, path: Path, by: Any) -> int:
    """Reads the whole file into rows; says how many. Refused where it holds more than may be."""
    with acting_as(by):
        ImportRow.objects.filter(batch=batch).delete()
        titles = remembered_titles(batch.dossier.unit, batch.institution)
    most, count = limits(clock.today()), 0
    with open_book(path, most) as book:
        lines = enumerate(_lines(batch, book, titles), start=1)
        while piece := list(itertools.islice(lines, PIECE)):
            count = piece[-1][0]
            if count > most.rows:
                raise Refused(
                    _("The list has more than %(most)s rows. Split it into several files.")
                    % {"most": most.rows},
                    "file",
                )
            with acting_as(by):
                _write(batch, piece)
                beat(batch, int(READ_SHARE * book.progress()))
    return count


def beat(batch: ImportBatch, progress: int) -> None:
    """A sign of life, and how far the work has come, in thousandths."""
    batch.progress, batch.beat_at = min(progress, 1000), clock.now()
    ImportBatch.objects.filter(pk=batch.pk).update(progress=batch.progress, beat_at=batch.beat_at)


def _lines(batch: ImportBatch, book: Any, titles: dict[str, str]) -> Iterator[Line]:
    """All rows of all tables, with the columns as they were confirmed."""
    today = clock.today()
    confirmed: dict[str, list[Any]] = {}
    for said in batch.tables:
        confirmed.setdefault(said["sheet"], []).append(said)
    for table, _sheet, rows in tables_of(book, today, titles):
        if table is None or not confirmed.get(table.sheet):
            continue
        columns = confirmed[table.sheet].pop(0)["columns"]
        table = table.with_fields({column["at"]: column["field"] for column in columns})
        if table.has_names:
            yield from lines_of(table, rows, today, batch.as_of)


def verdict_of(line: Line) -> str:
    """What is thought of a row by itself."""
    if line.kind != PERSON:
        return ImportRow.SKIPPED
    return ImportRow.REFUSED if heaviest(line.remarks) == REFUSED else ImportRow.NEW


def shown_cell(cell: Cell) -> Any:
    """A cell as it is kept: numbers as numbers, days as people write them."""
    if cell is None or isinstance(cell, int | float):
        return cell
    return f"{cell:%d.%m.%Y}" if hasattr(cell, "strftime") else str(cell)


_INSERT = """
insert into registry_importrow (
  batch_id, dossier_id, zone, version, created_at, place, sheet, number, cells, facts, remarks, verdict, matches,
  digest, keys, decision, joined_to, different, outcome, trouble, made)
select %s, %s, 0, 1, %s, r.place, r.sheet, r.number, r.cells, r.facts, r.remarks, r.verdict, '[]',
  r.digest, r.keys, '', '', '', '', '', '{}'
from jsonb_to_recordset(%s::jsonb) as r(place int, sheet text, number int, cells jsonb, facts jsonb, remarks jsonb,
                                        verdict text, digest text, keys text[])
"""


def _write(batch: ImportBatch, piece: Iterable[tuple[int, Line]]) -> None:
    rows = []
    for place, line in piece:
        verdict = verdict_of(line)
        told = verdict == ImportRow.NEW
        rows.append(
            {
                "place": place,
                "sheet": line.sheet[:100],
                "number": line.number,
                "cells": [shown_cell(cell) for cell in line.cells],
                "facts": line.facts,
                "remarks": line.remarks,
                "verdict": verdict,
                "digest": digest_of(line.facts) if told else "",
                "keys": keys_of(line.facts) if told else [],
            }
        )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [batch.pk, batch.dossier_id, clock.now(), _json(rows)])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\\u0000", "")
