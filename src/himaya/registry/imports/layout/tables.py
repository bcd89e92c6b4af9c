"""A sheet as a table of people: where it begins, what its columns mean, and its rows one after another."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from himaya.kit.books.shapes import Book, Cell, Merge, Row, Sheet
from himaya.kit.text import clean_line
from himaya.registry.imports.cleaning.days import order_of
from himaya.registry.imports.cleaning.names import order_said
from himaya.registry.imports.cleaning.numbers import said
from himaya.registry.imports.cleaning.people import NAME_FIELDS, Columns, read_person
from himaya.registry.imports.cleaning.reasons import Remark
from himaya.registry.imports.cleaning.words import letters_of_sex
from himaya.registry.imports.layout.headers import (
    Header,
    find_header,
    headless,
    is_header_again,
    is_numbering,
)
from himaya.registry.imports.layout.rows import BLANK, PERSON, Seen, kind_of
from himaya.registry.imports.layout.telling import told_by
from himaya.registry.imports.mapping.contents import profile
from himaya.registry.imports.mapping.suggesting import Column, suggest

HEAD = 400  # rows of a sheet looked at before the first is read
JUDGED = 60  # cells of a column by which its contents are judged
SURE = 3  # cells that read as what their columns hold: more need not be asked
_SILENT = frozenset({"number", "note", "ignored", *NAME_FIELDS})


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet's table. `fields`: the field of each column, empty for none."""

    sheet: str
    header: Header
    columns: tuple[Column, ...]
    name_order: tuple[str, ...]
    day_orders: dict[int, str]
    sex_letters: dict[str, str]
    epoch_1904: bool = False

    @property
    def has_names(self) -> bool:
        """Whether some column holds names; without, nobody can be read."""
        return any(column.field in ("full_name", "family_name", "given_name") for column in self.columns)

    def with_fields(self, fields: Mapping[int, str]) -> "Table":
        """The same table with the fields that a human gave."""
        return replace(
            self, columns=tuple(replace(c, field=fields.get(c.place, c.field)) for c in self.columns)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A row as read: `kind` is `person` or why it is none; facts and remarks of a person."""

    sheet: str
    number: int
    cells: list[Cell]
    kind: str
    facts: dict[str, Any]
    remarks: list[Remark]


def tables_of(
    book: Book, today: date, remembered: Mapping[str, str] | None = None
) -> Iterator[tuple[Table | None, Sheet, Iterator[Row]]]:
    """Each sheet with its table (None where it holds none) and all its rows. Sheets are read one after another."""
    for sheet in book.sheets:
        rows = _filled_down(sheet.rows, sheet.merges)
        head = list(itertools.islice(rows, HEAD))
        table = understand(sheet, head, today, remembered, book.epoch_1904)
        yield table, sheet, itertools.chain(head, rows)


def understand(
    sheet: Sheet,
    head: Sequence[Row],
    today: date,
    remembered: Mapping[str, str] | None,
    epoch_1904: bool = False,
) -> Table | None:
    """The table of a sheet by its first rows."""
    header = find_header(head, sheet.merges, today) or headless(head)
    if header is None or header.begins >= len(head):
        return None
    below = [cells for _number, cells in head[header.begins :]]
    width = max(len(header.titles), max((len(cells) for cells in below), default=0))
    titles = [*header.titles, *[""] * (width - len(header.titles))]
    held = [[cells[at] if at < len(cells) else None for cells in below] for at in range(width)]
    judged = [[cell for cell in column if said(cell)][:JUDGED] for column in held]
    profiles = [profile(column, today) for column in judged]
    fields = suggest(titles, profiles, remembered)
    if not header.rows and not _convincing(fields):
        return None
    columns = tuple(
        Column(at, titles[at], field, round(score, 2), tuple(clean_line(str(c))[:60] for c in judged[at][:3]))
        for at, (field, score) in enumerate(fields)
        if titles[at] or judged[at]
    )
    orders = {at: order_of(held[at]) for at, (field, _s) in enumerate(fields) if field in _DATED}
    sex = next((at for at, (field, _s) in enumerate(fields) if field == "sex"), None)
    return Table(
        sheet=sheet.name,
        header=header,
        columns=columns,
        name_order=_name_order(columns),
        day_orders={at: order for at, order in orders.items() if order != "dmy"},
        sex_letters=letters_of_sex(held[sex]) if sex is not None else {},
        epoch_1904=epoch_1904,
    )


_DATED = frozenset({"born", "admitted_on", "left_on", "parent_born"})


def _convincing(fields: Sequence[tuple[str, float]]) -> bool:
    """Without titles a table is one only if names and something else were found in it."""
    found = {field for field, _score in fields if field}
    return bool(found & {"full_name", "family_name"}) and bool(found & {"born", "fin", "sex", "phones"})


def _name_order(columns: Sequence[Column]) -> tuple[str, ...]:
    return next((order_said(c.title) for c in columns if c.field == "full_name"), order_said(""))


def _filled_down(rows: Iterator[Row], merges: Sequence[Merge]) -> Iterator[Row]:
    """Rows in which a cell merged over several of them stands in each."""
    tall = sorted((m for m in merges if m[2] > m[0] and m[1] == m[3]), key=lambda m: m[0])
    if not tall:
        yield from rows
        return
    waiting, open_now, held = tall[::-1], [], {}
    for number, cells in rows:
        while waiting and waiting[-1][0] <= number:
            open_now.append(waiting.pop())
        open_now = [merge for merge in open_now if merge[2] >= number]
        for first, column, _last, _same in open_now:
            if number == first:
                held[column] = cells[column] if column < len(cells) else None
            elif held.get(column) is not None:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = cells[column] if said(cells[column]) else held[column]
        yield number, cells


# --- rows ---------------------------------------------------------------------------------------------


def lines_of(table: Table, rows: Iterator[Row], today: date, as_of: date | None = None) -> Iterator[Line]:
    """The rows of a table after its titles; blank ones are passed over."""
    fields: dict[str, tuple[int, ...]] = {}
    for column in table.columns:
        if column.field:
            fields[column.field] = (*fields.get(column.field, ()), column.place)
    columns = Columns(
        fields=fields,
        as_of=as_of or table.header.as_of or today,
        name_order=table.name_order,
        day_orders=table.day_orders,
        sex_letters=table.sex_letters,
        epoch_1904=table.epoch_1904,
    )
    telling = tuple(at for field, places in fields.items() if field not in _SILENT for at in places)
    sight = _Sight(table, columns, telling)
    for number, cells in itertools.islice(rows, table.header.begins, None):
        kind = sight.kind(number, cells)
        if kind == PERSON:
            facts, remarks = read_person(columns, cells, today, sight.texts)
            yield Line(table.sheet, number, cells, kind, facts, remarks)
        elif kind != BLANK:
            yield Line(table.sheet, number, cells, kind, {}, [(kind, "")])


class _Sight:
    """Goes down a table and says what each row is, by the row and by those above it."""

    def __init__(self, table: Table, columns: Columns, telling: Sequence[int]) -> None:
        self.titles, self.columns, self.telling = table.header.titles, columns, telling
        self.named = tuple(at for field in NAME_FIELDS[:3] for at in columns.fields.get(field, ()))
        self.numbers = columns.fields.get("number", ())
        self.people = self.numbered = 0
        self.ended = self.parted = False
        self.last = 0
        self.texts: list[str] = []  # what the cells of the last row say

    def kind(self, number: int, cells: Sequence[Cell]) -> str:
        """What the next row is. A workbook does not hold blank rows: their numbers are missing."""
        self.parted = self.parted or number > self.last + 1 > 1
        self.last = number
        by_column = self.texts = [said(cell) for cell in cells]
        texts = [text for text in by_column if text]
        if not texts:
            self.parted = True
            return BLANK
        if len(texts) > 2 and (is_numbering(texts) or is_header_again(by_column, self.titles)):
            return "is_heading"
        row = self._seen(cells, by_column, texts)
        kind = kind_of(row)
        if kind == PERSON:
            self.people += 1
            self.numbered += row.numbered
        if kind == PERSON and row.told:
            self.ended = self.parted = False
        self.ended = self.ended or kind in ("is_total", "is_signature")
        return kind

    def _seen(self, cells: Sequence[Cell], by_column: list[str], texts: list[str]) -> Seen:
        width = len(cells)
        return Seen(
            name=" ".join(filter(None, (by_column[at] for at in self.named if at < width))),
            texts=texts,
            told=frozenset(told_by(self.columns, cells, SURE)),
            filled=sum(1 for at in self.telling if at < width and by_column[at]),
            numbered=any(at < width and by_column[at] for at in self.numbers),
            numbers_run=self.numbered > 0.6 * max(self.people, 2),
            ended=self.ended,
            parted=self.parted,
        )
