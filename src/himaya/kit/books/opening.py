"""The one door to a file: `open_book`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from himaya.kit.books.markup import open_html, open_xml
from himaya.kit.books.shapes import LIMITS, Book, Limits
from himaya.kit.books.sniffing import sniff
from himaya.kit.books.texts import open_text
from himaya.kit.books.workbook import open_workbook

_OPENERS = {"xlsx": open_workbook, "xml": open_xml, "html": open_html, "text": open_text}


@contextmanager
def open_book(path: Path, limits: Limits = LIMITS) -> Iterator[Book]:
    """A file as a book of sheets, by what is in it. Raises Unreadable, also while its rows are read."""
    book = _OPENERS[sniff(path, limits)](path, limits)
    try:
        yield book
    finally:
        book.sheets.close()  # type: ignore[attr-defined]  # a generator
