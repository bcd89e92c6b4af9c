"""Districts in every spelling, and what of an address lies below them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from himaya.kit.books.shapes import Cell, Formula
from himaya.kit.text import clean_line
from himaya.reference.queries import PlaceMatch, resolve_place, version
from himaya.registry.imports.cleaning.numbers import said
from himaya.registry.imports.cleaning.reasons import Remark


@dataclass(frozen=True, slots=True)
class Where:
    """A place as far as it was understood: the code of the unit, the finest code, and the line of the address."""

    unit: str = ""
    code: str = ""
    line: str = ""


NOWHERE = Where()


def read_place(cell: Cell, field: str = "lives") -> tuple[Where, list[Remark]]:
    """Where somebody lives, from a district or a whole address."""
    if isinstance(cell, Formula):
        return NOWHERE, [("formula_left", field)]
    text = said(cell)
    if not text or text.isdecimal():
        return NOWHERE, []
    where, code = _found(text, version())
    return where, [(code, field)] if code else []


@lru_cache(maxsize=8192)
def _found(text: str, _version: int) -> tuple[Where, str]:
    match = resolve_place(text)
    line = _line(text)
    if match.best:
        return Where(match.best.territory.code, match.best.code, line), ""
    run_by = match.administration
    if run_by is not None and match.status == "ambiguous":
        return Where(run_by.code, run_by.code, line), ""
    if nearest := _nearest(match):
        return Where(nearest, nearest, line), "place_unsure"
    return Where("", "", clean_line(text)), "place_unsure" if match.candidates else "place_unknown"


def _nearest(match: PlaceMatch) -> str:
    """The unit that all candidates lie in."""
    units = {candidate.place.territory.code for candidate in match.candidates}
    return units.pop() if len(units) == 1 else ""


def _line(text: str) -> str:
    """The address, where more than the district stands there."""
    return (
        clean_line(text)
        if re.search(r"\d|küç|kuc|ул\.|ulitsa|mənzil|menzil|dom|ev\b|kv\.|кв", text.lower())
        else ""
    )
