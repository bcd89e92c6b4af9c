"""Lists that leave the system as a workbook or a CSV file: what is text stays text, whatever it begins with.

A cell that begins with =, +, - or @ is a formula to a spreadsheet: a name typed by a stranger could carry one out on
the reader's machine. In a workbook such a cell is written as text; in CSV, where nothing says what is text, an
apostrophe is put before it."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from himaya.kit.tables import harmless, write_table

if TYPE_CHECKING:  # read only when a workbook is written: it takes longer than any other package to load
    from openpyxl import Workbook

WIDEST = 48
UNWRITABLE = re.compile(r"[\000-\010\013\014\016-\037]")  # what no workbook may hold


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what it is called, and how private it is, in words."""

    label: str
    privacy: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: title, what the reader must know of it, columns, rows of text, numbers and days."""

    title: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a workbook, without title or notes."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def csv_file(sheet: Sheet) -> bytes:
    """UTF-8 with a mark, semicolons: as spreadsheets here open it. The first line are the headings."""
    header = [f"{h.label} [{h.privacy}]" if h.privacy else h.label for h in sheet.headings]
    return write_table(header, ([_words(v) for v in row] for row in sheet.rows), ";").encode()


def _words(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else UNWRITABLE.sub("", str(value))


def workbook(sheet: Sheet) -> bytes:
    """An xlsx workbook of one sheet: title, notes, headings with their privacy below, rows; the headings stay."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet(_page_name(sheet.title))
    for number, width in enumerate(_widths(sheet), 1):
        page.column_dimensions[_letter(number)].width = width
    head = len(sheet.notes) + 3
    page.freeze_panes = f"A{head + 1}"
    page.append([_cell(page, sheet.title, bold=True)])
    for note in sheet.notes:
        page.append([_cell(page, note)])
    page.append([_cell(page, h.label, bold=True) for h in sheet.headings])
    page.append([_cell(page, h.privacy) for h in sheet.headings])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
    return _saved(book)


def plain_workbook(pages: Iterable[Page]) -> bytes:
    """An xlsx workbook as others sent it: on each page the headings first, then the rows, which are taken as they
    come. Where there is no page it holds an empty one."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for given in pages:
        page = book.create_sheet(_page_name(given.name))
        page.freeze_panes = "A2"
        page.append([_cell(page, heading, bold=True) for heading in given.headings])
        for row in given.rows:
            page.append([_cell(page, value) for value in row])
    if not book.worksheets:
        book.create_sheet("1")
    return _saved(book)


def _saved(book: "Workbook") -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _page_name(name: str) -> str:
    """What Excel takes as the name of a page."""
    kept = "".join(c for c in re.sub(r"[\\/*?:\[\]']", " ", name) if c.isprintable())
    return kept.strip()[:31] or "1"


def _cell(page: Any, value: Any, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        text = UNWRITABLE.sub("", value)
        cell = WriteOnlyCell(page, value=text)
        cell.data_type = "s"  # a text that begins with = is a text
        if harmless(text) != text:
            cell.quotePrefix = True
    else:
        cell = WriteOnlyCell(page, value=value)
        if isinstance(value, date):
            cell.number_format = "dd.mm.yyyy"
    if bold:
        cell.font = Font(bold=True)
    if isinstance(value, str) and len(value) > WIDEST:
        cell.alignment = Alignment(wrap_text=not bold, vertical="top")
    return cell


def _widths(sheet: Sheet) -> list[float]:
    """Of each column, by its longest word among the first rows."""
    looked_at: Iterable[Sequence[Any]] = [[h.label for h in sheet.headings], *sheet.rows[:200]]
    widths = [10.0] * len(sheet.headings)
    for row in looked_at:
        for number, value in enumerate(row):
            widths[number] = max(widths[number], min(len(_words(value)) + 2, WIDEST))
    return widths


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
