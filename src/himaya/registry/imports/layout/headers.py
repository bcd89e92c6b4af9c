"""Finding the row or rows of titles: the few near the top whose cells name fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from himaya.kit.books.shapes import Cell, Merge, Row
from himaya.kit.text import clean_line, fold
from himaya.registry.imports.cleaning.days import read_day
from himaya.registry.imports.cleaning.numbers import said
from himaya.registry.imports.mapping.titles import meant, speaks_of_parent

LOOKED_AT = 60  # rows from the top among which the titles must stand
DEEPEST = 3  # rows of titles
ALMOST = 0.7  # of the best header: the first such is it
_NAMES = frozenset({"full_name", "family_name", "given_name"})
_AS_OF = re.compile(r"tarix|vəziyyət|etibarən|состоян|на\s|as of|as at|dated", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a table by column; the place among the rows looked at where its people begin; the day of which
    the list is, where a title says it."""

    titles: tuple[str, ...]
    begins: int
    rows: tuple[int, ...]
    as_of: date | None = None


def find_header(rows: Sequence[Row], merges: Sequence[Merge], on: date) -> Header | None:
    """The header among the first rows of a sheet, or None: then there is none, or no table."""
    found = []
    for start in range(min(len(rows), LOOKED_AT)):
        for depth in range(1, min(DEEPEST, len(rows) - start) + 1):
            titles = _titles(rows[start : start + depth], merges)
            score = _score(titles) - 0.25 * (depth - 1)
            if score > 0:
                found.append((score, start, depth, titles))
    if not found:
        return None
    most = max(score for score, *_rest in found)
    first = min(
        start for score, start, *_rest in found if score >= ALMOST * most
    )  # titles come again on each page
    _score_of, start, depth, titles = max((one for one in found if one[1] == first), key=lambda one: one[0])
    after = start + depth
    start = max(
        at for _s, at, deep, said_so in found if at + deep == after and said_so == titles
    )  # not what adds nothing
    while after < len(rows) and (not _filled(rows[after][1]) or is_numbering(_texts(rows[after][1]))):
        after += 1
    numbers = tuple(rows[at][0] for at in range(start, after))
    return Header(titles, after, numbers, as_of(rows[:start], on))


def headless(rows: Sequence[Row]) -> Header | None:
    """A table without titles: its widest rows are its people."""
    widths = [sum(1 for cell in cells if said(cell)) for _number, cells in rows]
    widest = max(widths, default=0)
    if widest < 2:
        return None
    first = next(at for at, width in enumerate(widths) if width >= max(2, widest - 2))
    columns = max(len(cells) for _number, cells in rows)
    return Header(("",) * columns, first, ())


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [text for cell in cells if (text := said(cell))]


def _filled(cells: Sequence[Cell]) -> bool:
    return any(said(cell) for cell in cells)


_COUNTED, _DIGIT = re.compile(r"\(?\d{1,3}[.)]?"), re.compile(r"\d")


def is_numbering(texts: Sequence[str]) -> bool:
    """“1 2 3 4 …” under the titles. `texts`: of the row's filled cells."""
    if len(texts) < 3 or not all(map(_COUNTED.fullmatch, texts)):
        return False
    values = [int(re.sub(r"\D", "", text)) for text in texts]
    return sum(b - a == 1 for a, b in pairwise(values)) >= len(values) - 2


def _titles(rows: Sequence[Row], merges: Sequence[Merge]) -> tuple[str, ...]:
    """The titles of some rows together, a group's title before those below it."""
    width = max((len(cells) for _number, cells in rows), default=0)
    lines = [_line(number, cells, width, merges) for number, cells in rows]
    for upper, lower in pairwise(lines):
        _spread(upper, lower)
        _drop_idle(upper, lower)
    return tuple(
        clean_line(" ".join(dict.fromkeys(line[at] for line in lines if line[at]))) for at in range(width)
    )


def _line(number: int, cells: Sequence[Cell], width: int, merges: Sequence[Merge]) -> list[str]:
    line = ["" if cell is None else _title(cell) for cell in cells] + [""] * (width - len(cells))
    for first, left, last, right in merges:
        if first <= number <= last and number == first and right > left and left < width:
            for at in range(left + 1, min(right + 1, width)):
                line[at] = line[at] or line[left]
    return line


def _title(cell: Cell) -> str:
    text = said(cell) or clean_line(str(cell))
    return text if len(text) <= 120 else ""


def _spread(upper: list[str], lower: list[str]) -> None:
    """A group's title stands over its first column only: it counts for those after it that have a title below."""
    group = ""
    for at, text in enumerate(upper):
        if text:
            group = text if lower[at] else ""
        elif group and lower[at]:
            upper[at] = group
        else:
            group = ""


def _drop_idle(upper: list[str], lower: list[str]) -> None:
    """A group's title that says nothing of its columns (“About the child”) is left out of theirs."""
    for at, text in enumerate(upper):
        if text and lower[at] and not meant(text) and not speaks_of_parent(text):
            upper[at] = ""


def _score(titles: Sequence[str]) -> float:
    """How many fields the titles name; nothing where no name or too few are among them."""
    found: dict[str, float] = {}
    strange = 0
    for title in titles:
        if not title:
            continue
        named = meant(title)
        if not named:
            strange += 1
            continue
        field, surely = max(named.items(), key=lambda pair: pair[1])
        if surely >= 0.55:
            found[field] = max(found.get(field, 0.0), surely)
    telling = {field for field in found if field not in ("note", "ignored", "number")}
    if len(found) < 2 or not telling or (len(telling) < 2 and not telling & _NAMES):
        return 0.0
    return sum(found.values()) - 0.15 * strange


def as_of(rows: Sequence[Row], on: date) -> date | None:
    """The day of which a list is, from the titles above it: “01.10.2026-cı il tarixinə”."""
    for _number, cells in rows:
        for cell in cells:
            text = said(cell)
            if not text or not _AS_OF.search(text):
                continue
            for found in re.finditer(
                r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,2}\s+[^\W\d_]+\s+\d{4}|\d{4}-\d{2}-\d{2}", text
            ):
                day = read_day(found.group(), on).on
                if day and date(1991, 1, 1) <= day <= on.replace(year=on.year + 1, day=min(on.day, 28)):
                    return day
    return None


_folded = lru_cache(maxsize=512)(fold)


def is_header_again(texts: Sequence[str], titles: Sequence[str]) -> bool:
    """The titles repeated on a later page. `texts`: of all cells of the row, by column."""
    filled = [(text, title) for text, title in zip(texts, titles, strict=False) if text]
    numbered = sum(1 for text, title in filled if _DIGIT.search(text) and not _DIGIT.search(title))
    if len(filled) < 2 or numbered > 0.4 * len(filled):  # people's rows hold dates and numbers, titles do not
        return False
    folded = [(fold(text), _folded(title)) for text, title in filled]
    same = sum(1 for text, title in folded if text == title or (len(text) > 3 and text in title))
    return same >= 0.6 * len(filled)
