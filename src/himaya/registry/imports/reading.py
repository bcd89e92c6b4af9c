"""A file with people in it, read for a list of another context: each row as the register would read it, beside the
columns that only that list has."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from himaya.kit.books.opening import open_book
from himaya.kit.books.shapes import Cell
from himaya.registry.imports.layout.rows import PERSON
from himaya.registry.imports.layout.tables import Table, lines_of, tables_of
from himaya.registry.imports.mapping.titles import title_key
from himaya.registry.imports.rules import limits

__all__ = ["PersonLine", "people_in_file", "title_key"]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a file: what was read of them and what was odd, and the cells of the list's own columns."""

    sheet: str
    number: int
    facts: dict[str, Any]
    remarks: list[tuple[str, str]]
    own: dict[str, Cell]


def people_in_file(
    path: Path, on: date, own: Callable[[str], str]
) -> Iterator[tuple[frozenset[str], Iterator[PersonLine]]]:
    """Each table of people: which of the list's own columns it has, and its people one after another. `own`: the name
    of the list's own column of a title, or nothing."""
    with open_book(path, limits(on)) as book:
        for table, _sheet, rows in tables_of(book, on):
            if table is None:
                continue
            ours = {column.place: name for column in table.columns if (name := own(column.title))}
            table = table.with_fields(dict.fromkeys(ours, ""))
            if table.has_names:
                yield frozenset(ours.values()), _people(table, rows, on, ours)


def _people(table: Table, rows: Any, on: date, ours: dict[int, str]) -> Iterator[PersonLine]:
    for line in lines_of(table, rows, on):
        if line.kind == PERSON:
            cells = {name: line.cells[at] for at, name in ours.items() if at < len(line.cells)}
            yield PersonLine(line.sheet, line.number, line.facts, line.remarks, cells)
