"""Closed files in the folder of uploads."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from himaya.access.encryption.files import PIECE, close_file, open_file


class _Stream(File):
    """Bytes that are made while they are written: a large file is never whole in memory."""

    def __init__(self, content: Iterator[bytes]) -> None:
        super().__init__(None)
        self.content = content

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return self.content


def store_closed(content: Iterable[bytes], *, row: Any, name: str) -> str:
    """Keeps a file, closed with the key of the row's dossier, under a name nobody has used; gives that name. Where
    the key is refused nothing is written."""
    closed = close_file(content, row=row, name=name)
    head = next(closed)
    stored = default_storage.save(name, _Stream(chain([head], closed)))
    if stored != name:  # it would not open under another name
        default_storage.delete(stored)
        raise FileExistsError(name)
    return name


def opened_file(row: Any, name: str) -> Iterator[bytes]:
    """The bytes of a closed file, in pieces. Raises CannotDecrypt."""
    with default_storage.open(name, "rb") as file:
        yield from open_file(file.chunks(PIECE), row=row, name=name)
