"""Table files. Read: taken whole, or refused whole with row, column and remedy for each fault. Written: with nothing
in them that a spreadsheet would carry out.

Workbooks are opened by `kit.books` and written by `kit.sheets`."""

import csv
import io
import itertools
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from himaya.kit import text
from himaya.kit.books.opening import open_book
from himaya.kit.books.shapes import Cell, Unreadable
from himaya.kit.books.sniffing import sniff
from himaya.kit.errors import Refused
from himaya.kit.fields import read_date

MOST_ROWS = 200_000
MOST_FAULTS = 100

# What makes a spreadsheet take a cell for a formula; and a cell that was made harmless before.
_BEGINS = r"[\s\u200b-\u200f\ufeff]*[=+\-@＝＋－＠|%]|[\t\r\n]"
_FORMULA = re.compile(_BEGINS)
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_HARMLESS = re.compile(rf"'(?={_BEGINS})")

Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file and what to do. Row 1 is the header; row 0 is the file itself."""

    row: int
    column: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = _("row %(row)s") % {"row": self.row} if self.row else _("the file")
        return f"{where}{', ' + self.column if self.column else ''}: {self.problem} {self.remedy}"


class FileRefused(Refused):
    """Nothing of the file was taken. `faults` say why, the first hundred of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        super().__init__("; ".join(map(str, self.faults[:5])))


class BadCell(ValueError):
    """A cell cannot be read: the problem and its remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def required(read: Reader) -> Reader:
    """An empty cell is a fault."""

    def read_required(cell: str) -> Any:
        if not cell:
            raise BadCell(_("The cell is empty."), _("Fill it in."))
        return read(cell)

    return read_required


def line(most: int = 300) -> Reader:
    """One line of text, cleaned."""

    def read_line(cell: str) -> str:
        if len(cell) > most:
            raise BadCell(
                _("The text is too long."), _("Shorten it to %(most)s characters.") % {"most": most}
            )
        return cell

    return read_line


def one_of(*allowed: str) -> Reader:
    """One of a few words."""

    def read_one(cell: str) -> str:
        if cell not in allowed:
            shown = ", ".join(filter(None, allowed))
            raise BadCell(
                _("“%(cell)s” is not known here.") % {"cell": cell},
                _("Use one of: %(shown)s.") % {"shown": shown},
            )
        return cell

    return read_one


def day(cell: str) -> date | None:
    """A day, or None for an empty cell."""
    if not cell:
        return None
    found = read_date(cell)
    if found is None:
        raise BadCell(
            _("“%(cell)s” is not a date.") % {"cell": cell}, _("Write it as 31.12.2026 or 2026-12-31.")
        )
    return found


def number(cell: str) -> str:
    """A number not below zero, with a comma or a point, as text."""
    plain = cell.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not plain.replace(".", "", 1).isdecimal() or not plain.isascii():
        raise BadCell(
            _("“%(cell)s” is not a number.") % {"cell": cell}, _("Write digits only, such as 12 or 12,5.")
        )
    return plain


def yes(cell: str) -> bool:
    """`yes` or empty."""
    return bool(one_of("yes", "")(cell))


def read_table(
    source: bytes | str, columns: Mapping[str, Reader], optional: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows of a CSV file (comma, semicolon or tab; UTF-8) or of a workbook's first sheet, read cell by cell. Raises
    FileRefused.

    Each row also carries its number in the file under `row`.
    """
    lines = _sent(source) if isinstance(source, bytes) else _lines(source.removeprefix("\ufeff"))
    header = [text.clean_line(cell) for cell in lines[0]] if lines else []
    faults = _header_faults(header, columns, optional)
    if not faults and len(lines) - 1 > MOST_ROWS:
        problem = _("The file has too many rows.")
        faults = [
            Fault(0, "", problem, _("Split it into files of at most %(most)s rows.") % {"most": MOST_ROWS})
        ]
    if faults:
        raise FileRefused(faults)
    rows: list[dict[str, Any]] = []
    for place, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells):
            rows.append(_row(place, header, cells, columns, faults))
    if faults:
        raise FileRefused(faults)
    return rows


def write_table(header: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str = ",") -> str:
    """A CSV file (UTF-8 with its mark, for spreadsheets), in the shape in which `read_table` takes it back."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def harmless(cell: Any) -> Any:
    """A cell that no spreadsheet carries out: a text that would be a formula begins with an apostrophe, which
    `read_table` takes off again. Numbers stay numbers."""
    if not isinstance(cell, str) or not _FORMULA.match(cell) or _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def refuse_repeats(rows: Sequence[dict[str, Any]], key: Sequence[str]) -> None:
    """Raise FileRefused where two rows have the same key."""
    seen: dict[tuple[Any, ...], int] = {}
    faults = []
    for row in rows:
        values = tuple(row[name] for name in key)
        if values in seen:
            problem = _("The same as row %(row)s.") % {"row": seen[values]}
            faults.append(Fault(row["row"], ", ".join(key), problem, _("Leave one of them.")))
        seen.setdefault(values, row["row"])
    if faults:
        raise FileRefused(faults)


def _sent(source: bytes) -> list[list[str]]:
    """The rows of a file by what it is: a workbook through the one reader of workbooks, text as it stands."""
    with tempfile.TemporaryDirectory(prefix="himaya-table-") as folder:
        path = Path(folder) / "table"
        path.write_bytes(source)
        try:
            if not source or sniff(path) == "text":
                return _lines(_decoded(source))
            return _first_sheet(path)
        except Unreadable as trouble:
            remedy = _("Save it as “CSV UTF-8” and send it again.")
            raise FileRefused([Fault(0, "", str(trouble), remedy)]) from trouble


def _first_sheet(path: Path) -> list[list[str]]:
    lines: list[list[str]] = []
    with open_book(path) as book:
        for sheet in itertools.islice(book.sheets, 1):
            for number, cells in itertools.islice(sheet.rows, MOST_ROWS + 2):
                lines.extend([] for _blank in range(len(lines) + 1, min(number, MOST_ROWS + 2)))
                lines.append([_written(cell) for cell in cells])
    return lines


def _written(cell: Cell) -> str:
    """A workbook's cell as one would type it."""
    if cell is None or isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell)


def _decoded(source: bytes) -> str:
    try:
        content = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(
            [
                Fault(
                    0, "", _("The file is not a UTF-8 table."), _("Save it as “CSV UTF-8” and send it again.")
                )
            ]
        ) from None
    if "\x00" in content:
        raise FileRefused(
            [Fault(0, "", _("The file is not a table."), _("Save it as “CSV UTF-8” and send it again."))]
        )
    return content


def _lines(content: str) -> list[list[str]]:
    """The rows as cells; a quotation mark that is never closed, or a cell beyond all measure, is a fault of its row."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=_delimiter(content), strict=True)
    try:
        rows.extend(reader)
    except csv.Error:
        problem = _("The row cannot be read: a quotation mark stands open, or a cell is far too long.")
        remedy = _("Close the quotation marks, or save the table again as “CSV UTF-8”.")
        raise FileRefused([Fault(len(rows) + 1, "", problem, remedy)]) from None
    return rows


def _delimiter(content: str) -> str:
    """Of our own tables the header decides, which holds names of columns and nothing else."""
    first = content.partition("\n")[0]
    return max(",;\t", key=first.count)


def _header_faults(header: list[str], columns: Mapping[str, Reader], optional: Sequence[str]) -> list[Fault]:
    missing = [name for name in columns if name not in header and name not in optional]
    unknown = [name for name in header if name not in columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    shown = ", ".join(columns)
    return [
        *(Fault(1, n, _("The column is missing."), _("Add it to the first row.")) for n in missing),
        *(
            Fault(1, n, _("The column is not known."), _("The columns are: %(shown)s.") % {"shown": shown})
            for n in unknown
        ),
        *(Fault(1, n, _("The column stands twice."), _("Leave one of them.")) for n in twice),
    ]


def _row(
    place: int, header: list[str], cells: list[str], columns: Mapping[str, Reader], faults: list[Fault]
) -> dict[str, Any]:
    if len(cells) > len(header):
        faults.append(
            Fault(
                place, "", _("The row has more cells than the header."), _("Put texts with commas in quotes.")
            )
        )
    row: dict[str, Any] = {"row": place}
    for name, cell in zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False):
        try:
            row[name] = columns[name](_HARMLESS.sub("", text.clean_line(cell), count=1))
        except BadCell as bad:
            faults.append(Fault(place, name, bad.problem, bad.remedy))
    for name in columns:
        row.setdefault(name, "")
    return row
