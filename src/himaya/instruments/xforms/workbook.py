"""Reading a workbook safely: its kind by its content, no macros, no formulas, no more rows than allowed.

What is read here is what the compiler gets: it never sees the file itself."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from himaya.instruments.xforms.apart import AskedTooMuch, Bounds, TookTooLong, run_apart
from himaya.instruments.xforms.problems import Broken, Problem, one
from himaya.kit.books.opening import open_book
from himaya.kit.books.shapes import MB, Cell, Formula, Limits, Row, Unreadable
from himaya.kit.books.sniffing import damaged, locked

COMPILED = ("survey", "choices", "settings")
KNOWN_SHEETS = (*COMPILED, "scores", "cut_offs")
NOT_TAKEN = ("external_choices", "entities", "osm")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_VBA = "_VBA_PROJECT".encode("utf-16-le")
LONGEST_CELL = 32_767  # what a workbook itself can hold


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is taken at most (norms `xform.*`)."""

    megabytes: int = 5
    rows: int = 2000
    choices: int = 10_000
    apart: Bounds = field(default_factory=Bounds)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its number counted from the headings, which are row 1, and its cells by heading."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(slots=True)
class Sheet:
    """A sheet whose first row are headings; `above` is how many empty rows stand over them."""

    name: str
    above: int = 0
    headings: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class FormBook:
    """The sheets of a form by their names in small letters, and what was wrong with single cells."""

    sheets: dict[str, Sheet]
    problems: list[Problem]

    def as_shown(self, problems: list[Problem]) -> list[Problem]:
        """The problems with their rows as the spreadsheet program numbers them."""
        above = {name: sheet.above for name, sheet in self.sheets.items()}
        return [replace(one, row=one.row + above.get(one.sheet, 0)) if one.row else one for one in problems]

    def as_asked(self) -> dict[str, Any]:
        """As the compiler takes it: every sheet as rows by heading, an empty row where one was, so that its rows
        are numbered as ours are."""
        compiled = {name: sheet for name, sheet in self.sheets.items() if name in COMPILED}
        asked: dict[str, Any] = {"sheet_names": list(compiled), "fallback_form_name": "form"}
        for name, sheet in compiled.items():
            by_number = {line.number: line.cells for line in sheet.lines}
            last = max(by_number, default=1)
            asked[name] = [by_number.get(at, {}) for at in range(2, last + 1)]
            asked[f"{name}_header"] = [dict.fromkeys(sheet.headings)]
        return asked


def read(path: Path, sizes: Sizes) -> FormBook:
    """The workbook of a file, whatever it is called. Broken where it cannot be read at all."""
    size = path.stat().st_size
    if size > sizes.megabytes * MB:
        raise one("too_large", most=sizes.megabytes)
    try:
        found = _old(path, sizes) if path.read_bytes()[:8] == _OLE else _new(path, sizes)
    except Unreadable as why:
        raise one("unreadable", why=str(why)) from why
    if "survey" not in found.sheets:
        raise Broken([Problem("no_sheet", sheet="survey", said={"name": "survey"})])
    return found


def _new(path: Path, sizes: Sizes) -> FormBook:
    """A workbook of today, or a text in which each sheet begins with its name."""
    if _has_macros(path):
        raise one("macros")
    limits = Limits(size=sizes.megabytes * MB, unpacked=100 * MB, cell=LONGEST_CELL)
    with open_book(path, limits) as book:
        if book.kind == "xlsx":
            return _gathered(((sheet.name, sheet.rows) for sheet in book.sheets), sizes)
        found = _gathered(_parts(row for sheet in book.sheets for row in sheet.rows), sizes)
    if not found.sheets:  # anything can be read as a text
        raise one("no_form")
    return found


def _has_macros(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return any(name.lower().endswith("vbaproject.bin") for name in package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _parts(rows: Iterable[Row]) -> Iterable[tuple[str, Iterable[Row]]]:
    """The sheets of a text: a row that begins with a word begins the sheet of this name."""
    sheets: list[tuple[str, list[Row]]] = []
    for number, cells in rows:
        name = _text(cells[0]) if cells else ""
        if name:
            sheets.append((name, []))
        elif sheets:
            sheets[-1][1].append((number, cells[1:]))
    return sheets


def _old(path: Path, sizes: Sizes) -> FormBook:
    """A workbook of Excel 97-2003, read in a process of its own."""
    content = path.read_bytes()
    if _LOCKED in content:
        raise locked()
    if _VBA in content:
        raise one("macros")
    try:
        answer = run_apart("old", content, sizes.apart)
    except (TookTooLong, AskedTooMuch) as broken:
        raise damaged() from broken
    if "wrong" in answer:
        raise damaged()
    return _gathered(((name, list(enumerate(rows, start=1))) for name, rows in answer["sheets"]), sizes)


def _gathered(sheets: Iterable[tuple[str, Iterable[Row]]], sizes: Sizes) -> FormBook:
    found = FormBook({}, [])
    for name, rows in sheets:
        known = name.strip().lower()
        if known in NOT_TAKEN:
            found.problems.append(Problem("sheet_not_taken", sheet=known, said={"name": name}))
        if known in KNOWN_SHEETS and known not in found.sheets:
            most = sizes.choices if known == "choices" else sizes.rows
            with _until_read(rows):
                found.sheets[known] = _sheet(known, rows, most, found.problems)
    return found


@contextmanager
def _until_read(rows: Iterable[Row]) -> Iterator[None]:
    """Lets go of the file also where the reading ends early."""
    try:
        yield
    finally:
        close = getattr(rows, "close", None)
        if close:
            close()


def _sheet(name: str, rows: Iterable[Row], most: int, problems: list[Problem]) -> Sheet:
    """The sheet, row by row, until it has more rows than may be."""
    sheet, places = Sheet(name), list[str]()
    first = 0
    for number, cells in rows:
        if not any(_text(cell) for cell in cells):
            continue
        if not places:
            places = [" ".join(_text(cell).split()) for cell in cells]
            sheet.headings = [heading for heading in places if heading]
            first, sheet.above = number, number - 1
            problems += _repeated(name, 1, sheet.headings)
            continue
        if len(sheet.lines) == most:
            raise Broken([Problem("too_many_rows", sheet=name, row=number, said={"most": most})])
        at = number - first + 1
        sheet.lines.append(Line(at, _cells(name, at, places, cells, problems)))
    return sheet


def _repeated(sheet: str, row: int, headings: list[str]) -> list[Problem]:
    again = {heading for heading in headings if headings.count(heading) > 1}
    return [Problem("same_column", sheet=sheet, row=row, said={"name": heading}) for heading in sorted(again)]


def _cells(
    sheet: str, row: int, places: list[str], cells: list[Cell], problems: list[Problem]
) -> dict[str, str]:
    found = {}
    for heading, cell in zip(places, cells, strict=False):
        if heading and isinstance(cell, Formula):
            problems.append(Problem("formula", sheet=sheet, row=row, column=heading))
        elif heading and (text := _text(cell)):
            found[heading] = text
    return found


def _text(cell: Cell) -> str:
    """A cell as the compiler would read it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell).replace("\xa0", " ").strip()
