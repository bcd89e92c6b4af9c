"""What every reader gives: sheets of rows of plain values; and why a file cannot be read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from himaya.kit.errors import Refused

MB = 1024 * 1024


class Formula(str):
    """A formula, kept as its text. Nothing is ever worked out."""

    __slots__ = ()


_WORKED_OUT = re.compile(r"=[^\s=]")


def is_formula(text: str) -> bool:
    """Whether a text would be worked out by a table program that opens it."""
    return bool(_WORKED_OUT.match(text))


Cell = str | int | float | bool | date | None
Row = tuple[int, list[Cell]]
# First row, first column, last row, last column; rows from 1, columns from 0.
Merge = tuple[int, int, int, int]


class Unreadable(Refused):
    """The file cannot be taken as a table; `code` says which trouble, the message what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, "file")
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken at most, so that no file can use up the machine."""

    size: int = 50 * MB
    unpacked: int = 2048 * MB
    ratio: int = 300
    rows: int = 200_000
    columns: int = 256
    cell: int = 2000


LIMITS = Limits()


@dataclass(slots=True)
class Sheet:
    """One sheet. Its rows are read once, in order; `merges` are the cells joined into one."""

    name: str
    rows: Iterator[Row]
    merges: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class Book:
    """An opened file. `kind` is what it is (xlsx, csv, html, xml), whatever it is called; `remarks` what was odd."""

    kind: str
    sheets: Iterator[Sheet]
    progress: Callable[[], float]
    epoch_1904: bool = False
    remarks: list[str] = field(default_factory=list)
