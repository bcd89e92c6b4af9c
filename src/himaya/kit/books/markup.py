"""Tables that are really HTML pages or XML of Excel 2003, whatever their names end with."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.parsers import expat

from himaya.kit.books.shapes import Book, Cell, Formula, Limits, Row, Sheet, is_formula
from himaya.kit.books.sniffing import damaged
from himaya.kit.books.texts import encoding_of
from himaya.kit.books.workbook import iso_day, number_of

PIECE = 1 << 16


def _share(file: Any, size: int) -> Callable[[], float]:
    return lambda: 1.0 if file.closed else min(file.tell() / size, 1.0)


# --- HTML ---------------------------------------------------------------------------------------------

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def open_html(path: Path, limits: Limits) -> Book:
    """The rows of all tables of a page, as one sheet."""
    with path.open("rb") as file:
        said = _CHARSET.search(file.read(4096))
    encoding = encoding_of(path)
    if said and encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        encoding = said[1].decode()
    raw = path.open("rb")
    return Book("html", _html_sheet(raw, encoding, limits), _share(raw, path.stat().st_size))


def _html_sheet(raw: Any, encoding: str, limits: Limits) -> Iterator[Sheet]:
    with raw:
        yield Sheet("", _html_rows(raw, encoding, limits))


def _html_rows(raw: Any, encoding: str, limits: Limits) -> Iterator[Row]:
    import codecs

    parser = _Tables(limits)
    try:
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    except LookupError:
        decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    while piece := raw.read(PIECE):
        parser.feed(decoder.decode(piece))
        yield from parser.ready
        parser.ready.clear()
    parser.close()
    parser.end_row()
    yield from parser.ready


class _Tables(HTMLParser):
    """Gathers the cells of tables; a cell over several rows or columns stands in the first, or in each row."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.ready: list[Row] = []
        self.number = 0
        self._row: list[Cell] | None = None
        self._text: list[str] | None = None
        self._span = 1
        self._down = 1
        self._below: dict[int, tuple[int, Cell]] = {}
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._mute += 1
        elif tag == "tr":
            self.end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            if self._row is None:
                self._row = []
            given = dict(attrs)
            self._span = _whole(given.get("colspan"), 256)
            self._down = _whole(given.get("rowspan"), 10_000)
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._mute = max(self._mute - 1, 0)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._mute:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None or self._row is None:
            return
        self._fill_from_above()
        text = re.sub(r"[ \t\r\f\v\xa0]+", " ", "".join(self._text)).strip()[: self.limits.cell]
        place = len(self._row)
        value: Cell = Formula(text) if is_formula(text) else text or None
        self._row.append(value)
        self._row.extend([None] * (self._span - 1))
        if self._down > 1:
            self._below[place] = (self._down - 1, value)
        self._text = None

    def _fill_from_above(self) -> None:
        assert self._row is not None
        while (left := self._below.get(len(self._row))) is not None:
            rows, value = left
            if rows > 1:
                self._below[len(self._row)] = (rows - 1, value)
            else:
                del self._below[len(self._row)]
            self._row.append(value)

    def end_row(self) -> None:
        """The row, if there is one, is whole."""
        self._end_cell()
        if self._row is None:
            return
        self._fill_from_above()
        self.number += 1
        self.ready.append((self.number, self._row[: self.limits.columns]))
        self._row = None


def _whole(text: str | None, most: int) -> int:
    return min(max(int(text), 1), most) if text and text.strip().isdecimal() else 1


# --- XML of Excel 2003 --------------------------------------------------------------------------------


def open_xml(path: Path, limits: Limits) -> Book:
    """An “XML Spreadsheet 2003”."""
    raw = path.open("rb")
    return Book("xml", _xml_sheets(raw, limits), _share(raw, path.stat().st_size))


def _xml_sheets(raw: Any, limits: Limits) -> Iterator[Sheet]:
    with raw:
        reader = _SpreadsheetReader(raw, limits)
        while reader.next_sheet():
            yield Sheet(reader.name, reader.rows())


class _SpreadsheetReader:
    """Walks through the worksheets of the file, one after another."""

    def __init__(self, raw: Any, limits: Limits) -> None:
        self.raw, self.limits, self.name = raw, limits, ""
        self._events: list[tuple[str, Any]] = []
        self._row: list[Cell] = []
        self._number = 0
        self._at = -1
        self._across = 0
        self._type, self._formula = "String", ""
        self._text: list[str] | None = None
        self._done = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = lambda data: (
            self._text.append(data) if self._text is not None else None
        )

        def refuse(*_given: Any) -> None:
            raise damaged()

        self.parser.StartDoctypeDeclHandler = refuse

    def _more(self) -> bool:
        while not self._events and not self._done:
            piece = self.raw.read(PIECE)
            try:
                self.parser.Parse(piece, not piece)
            except expat.ExpatError as broken:
                raise damaged() from broken
            self._done = not piece
        return bool(self._events)

    def next_sheet(self) -> bool:
        """Goes to the next worksheet, past what is left of this one."""
        while self._more():
            what, value = self._events.pop(0)
            if what == "sheet":
                self.name = value
                return True
        return False

    def rows(self) -> Iterator[Row]:
        """The rows of this worksheet."""
        while self._more() and self._events[0][0] == "row":
            yield self._events.pop(0)[1]

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        given = {name.rpartition(" ")[2]: value for name, value in attrs.items()}
        if tag == "Worksheet":
            self._events.append(("sheet", given.get("Name", "")))
            self._number = 0
        elif tag == "Row":
            self._number = int(given["Index"]) if given.get("Index", "").isdecimal() else self._number + 1
            self._row, self._at, self._across = [], -1, 0
        elif tag == "Cell":
            index = given.get("Index", "")
            self._at = int(index) - 1 if index.isdecimal() else self._at + 1 + self._across
            self._across = _whole(given.get("MergeAcross"), 256) if given.get("MergeAcross") else 0
            self._formula = given.get("Formula", "")
        elif tag == "Data":
            self._type, self._text = given.get("Type", "String"), []

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(" ")[2]
        if tag == "Data" and self._text is not None:
            value = self._value("".join(self._text)[: self.limits.cell])
            self._text = None
            if value is not None and 0 <= self._at < self.limits.columns:
                self._row.extend([None] * (self._at + 1 - len(self._row)))
                self._row[self._at] = value
        elif tag == "Row":
            self._events.append(("row", (self._number, self._row)))

    def _value(self, text: str) -> Cell:
        if self._formula:
            return Formula(self._formula)
        if self._type == "Number":
            return number_of(text)
        if self._type == "DateTime":
            return iso_day(text)
        return text or None
