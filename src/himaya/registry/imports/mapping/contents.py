"""What stands in a column, whatever its title says: how many of its cells read as a FIN, a date, a sex, a name …"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from himaya.kit.books.shapes import Cell
from himaya.kit.text import fold
from himaya.registry.imports.cleaning import lexicon
from himaya.registry.imports.cleaning.days import read_day
from himaya.registry.imports.cleaning.names import read_full_name
from himaya.registry.imports.cleaning.numbers import read_fin_cell, read_phones_cell, said
from himaya.registry.imports.cleaning.places import read_place
from himaya.registry.imports.cleaning.words import read_sex, read_yes_no

ENOUGH = 3  # cells, to judge by


@dataclass(frozen=True, slots=True)
class Profile:
    """The share of a column's filled cells that read as each field; `filled` of them; `year`: the middle year."""

    filled: int
    shares: dict[str, float]
    year: int = 0

    def fit(self, field: str) -> float | None:
        """How well the contents go with a field; None where nothing can be said."""
        if self.filled < ENOUGH:
            return None
        return self.shares.get(field)


def profile(cells: Sequence[Cell], on: date) -> Profile:
    """Judges a column by some of its cells."""
    filled = [cell for cell in cells if said(cell)]
    if not filled:
        return Profile(0, {})
    count = len(filled)

    def share(reads: list[bool]) -> float:
        return round(sum(reads) / count, 3)

    days = [read_day(cell, on) for cell in filled]
    years = sorted(day.born.day.year for day in days if day.born)
    texts = [said(cell) for cell in filled]
    shares = {
        "fin": share([_like_fin(cell, text) for cell, text in zip(filled, texts, strict=True)]),
        "sex": share([bool(read_sex(cell)[0]) for cell in filled]),
        "phones": share([_like_phones(cell, text) for cell, text in zip(filled, texts, strict=True)]),
        "disability": share([bool(read_yes_no(cell, "")[0]) for cell in filled]),
        "number": _in_sequence(filled),
        "age": share([_like_age(cell, text) for cell, text in zip(filled, texts, strict=True)]),
    }  # fmt: skip
    dated = share(
        [
            day.born is not None and not (isinstance(c, int) and c < 1900)
            for day, c in zip(days, filled, strict=True)
        ]
    )
    shares |= dict.fromkeys(("born", "admitted_on", "left_on", "parent_born"), dated)
    shares |= _names(texts)
    if max(shares["fin"], shares["phones"], dated, shares["number"]) < 0.5 and shares["full_name"] < 0.5:
        places = share([bool(read_place(cell)[0].unit) for cell in filled[:25]]) * count / min(count, 25)
        shares |= {"lives": places, "registered": places}
    return Profile(count, shares, years[len(years) // 2] if years else 0)


def _like_age(cell: Cell, text: str) -> bool:
    return (isinstance(cell, int) and 0 <= cell < 100) or bool(re.match(r"\d{1,2}\D*$", text))


def _like_fin(cell: Cell, text: str) -> bool:
    bare = re.sub(r"\W|fin|fi̇n|fın|pin", "", text, flags=re.IGNORECASE)
    return (
        5 <= len(bare) <= 8
        and any(c.isdigit() for c in text)
        and bool(read_fin_cell(cell)[0])
        and not text.startswith("0994")
    )


def _like_phones(cell: Cell, text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return digits >= 7 and bool(read_phones_cell(cell)[0])


def _in_sequence(filled: list[Cell]) -> float:
    numbers = [int(text) for cell in filled if re.fullmatch(r"\d{1,6}\.?", text := said(cell).rstrip("."))]
    steps = [b - a for a, b in pairwise(numbers)]
    return round(sum(step == 1 for step in steps) / max(len(filled) - 1, 1), 3) if len(numbers) > 1 else 0.0


def _names(texts: list[str]) -> dict[str, float]:
    count = len(texts)
    words = [[w for w in re.split(r"[\s,]+", text) if w] for text in texts]
    lettered = [
        bool(ws) and not any(c.isdigit() for c in text) for ws, text in zip(words, texts, strict=True)
    ]
    family = sum(
        ok and len(ws) == 1 and lexicon.is_family(ws[0]) for ws, ok in zip(words, lettered, strict=True)
    )
    given = sum(
        ok and len(ws) <= 2 and bool(fold(ws[0])) and lexicon.is_given(lexicon.restored(ws[0], lexicon.GIVEN))
        for ws, ok in zip(words, lettered, strict=True)
    )
    whole = 0
    for text, ws, ok in zip(texts, words, lettered, strict=True):
        if ok and 2 <= len(ws) <= 6:
            names = read_full_name(text)
            known = lexicon.is_family(names.family) or lexicon.is_given(names.given)
            whole += known and not any(code.startswith("name_un") for code, _f in names.remarks)
    shares = {"full_name": whole, "family_name": family, "given_name": given, "fathers_name": given}
    return {field: round(hits / count, 3) for field, hits in shares.items()}
