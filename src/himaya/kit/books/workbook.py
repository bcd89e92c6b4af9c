"""Excel workbooks (.xlsx), as a stream: only what a table needs is read, so that what else is broken does not matter.

Values come as they stand: a formula as its text, a day as a date by the cell's format and the workbook's calendar
(1900 or 1904). Document types and entities are refused outright."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

from himaya.kit.books.shapes import Book, Cell, Formula, Limits, Merge, Row, Sheet
from himaya.kit.books.sniffing import damaged
from himaya.kit.books.strings import Strings

PIECE = 1 << 16
TAIL = 1 << 20
_BUILT_IN_DATES = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_REF = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)\"")
_TROUBLE = (
    zipfile.BadZipFile,
    expat.ExpatError,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,  # what zipfile says of a way of packing that it does not know
)


def open_workbook(path: Path, limits: Limits) -> Book:
    """The visible sheets of a workbook, each read when it is asked for."""
    try:
        package = zipfile.ZipFile(path)
        parts = _Parts(package)
    except (*_TROUBLE, IndexError) as broken:
        raise damaged() from broken
    at = _Progress(sum(package.getinfo(part).file_size for _name, part in parts.sheets) or 1)
    return Book("xlsx", _sheets(package, parts, limits, at), at.share, parts.epoch_1904)


class _Progress:
    def __init__(self, whole: int) -> None:
        self.whole, self.read = whole, 0

    def share(self) -> float:
        return min(self.read / self.whole, 1.0)


def _sheets(package: zipfile.ZipFile, parts: "_Parts", limits: Limits, at: _Progress) -> Iterator[Sheet]:
    strings = Strings()
    try:
        _read_strings(package, parts.strings, strings, limits)
        for name, part in parts.sheets:
            rows = _rows(package, part, parts, strings, limits, at)
            yield Sheet(name, _plainly(rows), _merges(package, part))
    except _TROUBLE as broken:
        raise damaged() from broken
    finally:
        strings.close()
        package.close()


def _plainly(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows until the file breaks off, which is said rather than passed over."""
    try:
        yield from rows
    except _TROUBLE as broken:
        raise damaged() from broken


# --- the parts of a package ---------------------------------------------------------------------------


class _Parts:
    """Where the sheets, texts and formats of a workbook lie."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        names = set(package.namelist())
        book = _elements(package, "xl/workbook.xml")
        links = {
            found["Id"]: _inside(found["Target"])
            for tag, found in _elements(package, "xl/_rels/workbook.xml.rels")
            if tag == "Relationship" and found.get("TargetMode") != "External"
        }
        self.epoch_1904 = any(
            tag == "workbookPr" and found.get("date1904") in ("1", "true") for tag, found in book
        )
        listed = [
            (found, links.get(found.get("r:id") or found.get("id") or ""))
            for tag, found in book
            if tag == "sheet"
        ]
        self.sheets = [
            (found["name"], part)
            for found, part in listed
            if part in names and found.get("state", "visible") == "visible"
        ]
        self.strings = next((n for n in names if n.lower() == "xl/sharedstrings.xml"), "")
        styles = next((n for n in names if n.lower() == "xl/styles.xml"), "")
        self.dates = _date_styles(_elements(package, styles)) if styles else frozenset()


def _inside(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else "xl/" + target.removeprefix("./")


def _elements(package: zipfile.ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small part with their attributes, in order."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda tag, attrs: found.append((tag.rpartition(":")[2], attrs))
    parser.Parse(package.read(part), True)
    return found


def _parser() -> Any:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_given: Any) -> None:
        raise damaged()

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _date_styles(elements: list[tuple[str, dict[str, str]]]) -> frozenset[int]:
    """The places of the cell styles that show a number as a day."""
    own = {
        int(found["numFmtId"]): found.get("formatCode", "")
        for tag, found in elements
        if tag == "numFmt" and found.get("numFmtId", "").isdecimal()
    }
    places: list[int] = []
    inside = False
    for tag, found in elements:
        if tag in ("cellXfs", "cellStyles", "dxfs"):
            inside = tag == "cellXfs"
        elif inside and tag == "xf":
            number = int(found.get("numFmtId") or 0)
            places.append(number)
    return frozenset(
        at
        for at, number in enumerate(places)
        if number in _BUILT_IN_DATES or _shows_a_day(own.get(number, ""))
    )


def _shows_a_day(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.lower())
    return "y" in plain or "d" in plain or ("m" in plain and "h" not in plain and "s" not in plain)


def _read_strings(package: zipfile.ZipFile, part: str, strings: Strings, limits: Limits) -> None:
    if not part:
        return
    reader = _StringsReader(strings, limits)
    with package.open(part) as stream:
        while piece := stream.read(PIECE):
            reader.parser.Parse(piece)
        reader.parser.Parse(b"", True)


class _StringsReader:
    """Gathers the texts of a workbook as their XML goes by."""

    def __init__(self, strings: Strings, limits: Limits) -> None:
        self.strings, self.limits = strings, limits
        self._pieces: list[str] = []
        self._taking = self._silent = False
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._text
        self.parser.EndElementHandler = self._end

    def _start(self, tag: str, _attrs: Any) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "t":
            self._taking = not self._silent
        elif tag == "rPh":  # how a Japanese text is pronounced
            self._silent = True

    def _text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "t":
            self._taking = False
        elif tag == "rPh":
            self._silent = False
        elif tag == "si":
            self.strings.append("".join(self._pieces)[: self.limits.cell])
            self._pieces.clear()


def _merges(package: zipfile.ZipFile, part: str) -> list[Merge]:
    """The merged cells, which a sheet names after its rows."""
    tail = b""
    with package.open(part) as stream:
        while piece := stream.read(TAIL):
            tail = tail[-TAIL:] + piece
    cut = max(tail.rfind(b"</sheetData>"), tail.rfind(b":sheetData>"), 0)
    return [
        (int(m[2]), column_of(m[1].decode()), int(m[4]), column_of(m[3].decode()))
        for m in _MERGE.finditer(tail, cut)
    ][:20_000]


# --- cells --------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """A column's place, from 0, by its letters."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


_FIRST = date(1899, 12, 30)


def day_of(serial: float, epoch_1904: bool = False) -> date | None:
    """The day that a workbook's number stands for; None for what is no day. Excel counts a 29 February 1900."""
    whole = int(serial) + (1462 if epoch_1904 else 0)
    if whole == 60 or not 1 <= whole <= 2_958_465:
        return None
    return _FIRST + timedelta(days=whole + (whole < 60))


def number_of(text: str) -> Cell:
    """A cell's number; a whole one as an integer; what overflows stays text."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return text
    if number != number or number in (float("inf"), float("-inf")):
        return text
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


class _RowsReader:
    """Gathers the rows of a sheet as its XML goes by."""

    def __init__(self, parts: _Parts, strings: Strings, limits: Limits) -> None:
        self.parts, self.strings, self.limits = parts, strings, limits
        self.ready: list[Row] = []
        self._row: list[Cell] = []
        self._number = 0
        self._at = -1
        self._type, self._style = "n", -1
        self._text: list[str] = []
        self._formula: str | None = None
        self._value: str | None = None
        self._taking = False
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            ref = attrs.get("r")
            found = _REF.fullmatch(ref) if ref else None
            self._at = column_of(found[1]) if found else self._at + 1
            self._type = attrs.get("t", "n")
            self._style = int(attrs["s"]) if attrs.get("s", "").isdecimal() else -1
            self._formula = self._value = None
            self._text.clear()
        elif tag in ("v", "t", "f"):
            self._taking = True
            if tag != "t":
                self._text.clear()
        elif tag == "row":
            given = attrs.get("r", "")
            self._number = int(given) if given.isdecimal() else self._number + 1
            self._row, self._at = [], -1

    def _data(self, data: str) -> None:
        if self._taking:
            self._text.append(data)

    def _end(self, tag: str) -> None:
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "v":
            self._value, self._taking = "".join(self._text), False
        elif tag == "t":
            self._taking = False
        elif tag == "f":
            self._formula, self._taking = "".join(self._text), False
            self._text.clear()
        elif tag == "c":
            self._put()
        elif tag == "row":
            self.ready.append((self._number, self._row))

    def _put(self) -> None:
        value = self._cell()
        if value is None or value == "" or self._at >= self.limits.columns:
            return
        missing = self._at - len(self._row)
        if missing > 0:
            self._row.extend([None] * missing)
        if missing >= 0:
            self._row.append(value)
        else:
            self._row[self._at] = value

    def _cell(self) -> Cell:
        if self._formula is not None:
            return Formula(("=" + self._formula)[: self.limits.cell])
        if self._type == "inlineStr":
            return "".join(self._text)[: self.limits.cell]
        return self._typed(self._type, self._value) if self._value else None

    def _typed(self, kind: str, text: str) -> Cell:
        if kind == "s":
            return self.strings[int(text)] if text.isdecimal() else ""
        if kind == "n":
            return self._number_or_day(text)
        if kind == "d":
            return iso_day(text)
        return text == "1" if kind == "b" else text[: self.limits.cell]

    def _number_or_day(self, text: str) -> Cell:
        number = number_of(text)
        if self._style in self.parts.dates and isinstance(number, int | float):
            return day_of(number, self.parts.epoch_1904) or number
        return number


def iso_day(text: str) -> Cell:
    """A day written the ISO way, else the text as it is."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _rows(
    package: zipfile.ZipFile, part: str, parts: _Parts, strings: Strings, limits: Limits, at: _Progress
) -> Iterator[Row]:
    reader = _RowsReader(parts, strings, limits)
    with package.open(part) as stream:
        while piece := stream.read(PIECE):
            at.read += len(piece)
            reader.parser.Parse(piece)
            if reader.ready:
                yield from reader.ready
                reader.ready.clear()
        reader.parser.Parse(b"", True)
        yield from reader.ready
