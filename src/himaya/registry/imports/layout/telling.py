"""Whether a cell says something of a person at all: it must read as what its column holds. A total's number in the
column of telephones, or a group's name in that of births, does not."""

from collections.abc import Callable, Mapping, Sequence

from himaya.kit.books.shapes import Cell
from himaya.registry.imports.cleaning.days import DAY_FIRST, read_day
from himaya.registry.imports.cleaning.numbers import read_fin_cell, said
from himaya.registry.imports.cleaning.people import Columns
from himaya.registry.imports.cleaning.places import read_place
from himaya.registry.imports.cleaning.words import read_reason, read_sex, read_yes_no

LEAST_COUNTED = 1900  # a bare number below is a count, not a year or a FIN that lost its zeros


def _digits(cell: Cell) -> int:
    return sum(c.isdigit() for c in said(cell))


def _day(cell: Cell, columns: Columns, at: int) -> bool:
    """A day, or what was meant as one: 31.02.2014."""
    if isinstance(cell, int | float) and cell < LEAST_COUNTED:
        return False
    order = columns.day_orders.get(at, DAY_FIRST)
    day = read_day(cell, columns.as_of, order, epoch_1904=columns.epoch_1904)
    return day.born is not None or (bool(day.code) and _digits(cell) >= 6)


def _fin(cell: Cell) -> bool:
    if isinstance(cell, int | float) and cell < LEAST_COUNTED:
        return False
    text = said(cell)
    return bool(read_fin_cell(cell)[0]) or (5 <= len(text) <= 9 and " " not in text and _digits(cell) > 0)


def _place(cell: Cell) -> bool:
    where = read_place(cell)[0]
    return bool(where.unit) or (
        bool(where.line) and any(c.isalpha() for c in where.line) and _digits(cell) > 0
    )


def _many_digits(cell: Cell) -> bool:
    return _digits(cell) >= 6


_DAYS = ("born", "admitted_on", "left_on", "parent_born")
# Of a free text nothing can be said for certain: such fields are not here.
_TELLS: Mapping[str, Callable[[Cell], bool]] = {
    "fin": _fin,
    "sex": lambda cell: bool(read_sex(cell)[0]) and not isinstance(cell, int | float),
    "phones": _many_digits,
    "birth_certificate": _many_digits,
    "id_card": _many_digits,
    "reason": lambda cell: read_reason(cell)[0] not in ("", "other"),
    "disability": lambda cell: bool(read_yes_no(cell, "")[0]) and not isinstance(cell, int | float),
    "lives": _place,
    "registered": _place,
}


# The telling ones first: with both, nothing else is asked of a row.
_ASKED = ("born", "fin", *(name for name in (*_DAYS, *_TELLS) if name not in ("born", "fin")))


def told_by(columns: Columns, cells: Sequence[Cell], enough: int) -> set[str]:
    """Which fields the cells tell: the first `enough` of them."""
    found: set[str] = set()
    for field in _ASKED:
        for at in columns.fields.get(field, ()):
            if at < len(cells) and cells[at] is not None and _tells(field, cells[at], columns, at):
                found.add(field)
                break
        if len(found) >= enough:
            break
    return found


def _tells(field: str, cell: Cell, columns: Columns, at: int) -> bool:
    return _day(cell, columns, at) if field in _DAYS else _TELLS[field](cell)
