"""The one door to a file: `open_book`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from himaya.registry.imports.reading.markup import open_html, open_xml
from himaya.registry.imports.reading.shapes import Book, Limits
from himaya.registry.imports.reading.sniffing import sniff
from himaya.registry.imports.reading.texts import open_text
from himaya.registry.imports.reading.workbook import open_workbook

_OPENERS = {"xlsx": open_workbook, "xml": open_xml, "html": open_html, "text": open_text}


@contextmanager
def open_book(path: Path, limits: Limits | None = None) -> Iterator[Book]:
    """A file as a book of sheets, by what is in it. Raises Unreadable, also while its rows are read."""
    limits = limits or Limits()
    book = _OPENERS[sniff(path, limits)](path, limits)
    try:
        yield book
    finally:
        book.sheets.close()  # type: ignore[attr-defined]  # a generator
