"""Words of a closed choice, in three languages and any spelling: sex, yes or no, why a child was admitted."""

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from himaya.kit.books.shapes import Cell, Formula
from himaya.kit.text import fold
from himaya.reference.rules import distance
from himaya.registry.imports.cleaning.numbers import said
from himaya.registry.imports.cleaning.reasons import Remark

DATA = Path(__file__).parent / "data" / "words.csv"
SEX, YES_NO, REASON = "sex", "yesno", "reason"
_FILL = {"u", "usaq", "cinsi", "cins", "pol", "пол"}


def _key(text: str) -> str:
    return fold(text).replace("e", "a")


@lru_cache(maxsize=1)
def _lists() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    with DATA.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            words = found.setdefault(row["list"], {})
            for word in row["words"].split(";"):
                if key := _key(word):
                    words.setdefault(key, row["code"])
    return found


def _of(kind: str, text: str) -> str:
    return _lists()[kind].get(_key(text), "")


@lru_cache(maxsize=20_000)
def _nearest(kind: str, text: str) -> str:
    """The code whose words lie wholly in the text, the longest; or one slip of the pen away."""
    key = _key(text)
    words = _lists()[kind]
    if key in words:
        return words[key]
    parts = f" {key} "
    inside = [w for w in words if len(w) >= 4 and f" {w}" in parts]
    if inside:
        return words[max(inside, key=len)]
    near = [
        w
        for w in words
        if len(w) > 5 and abs(len(w) - len(key)) <= 2 and distance(w, key, 3) <= 1 + len(w) // 10
    ]
    codes = {words[w] for w in near}
    return codes.pop() if len(codes) == 1 else ""


# --- sex ----------------------------------------------------------------------------------------------


def letters_of_sex(cells: Iterable[Cell]) -> dict[str, str]:
    """How a column uses letters that mean different things in different languages.

    K is *kişi* (a man) beside Q; in a Turkish list it is *kadın* (a woman) beside E. 1 and 2, as statistics count,
    are men and women."""
    seen = {_key(said(cell)) for cell in cells}
    if seen & {"a", "arkak"} and not seen & {"q", "o", "qiz", "oglan", "kisi"}:
        return {"k": "female"}
    if seen <= {"1", "2", ""}:
        return {"1": "male", "2": "female"}
    return {}


def read_sex(cell: Cell, letters: dict[str, str] | None = None) -> tuple[str, list[Remark]]:
    """`female`, `male` or empty."""
    if isinstance(cell, Formula):
        return "", [("formula_left", "sex")]
    text = said(cell)
    if not text:
        return "", []
    if letters and (code := letters.get(_key(text))):
        return code, []
    code = _of(SEX, text) or _of(SEX, _stripped(text))
    return (code, []) if code else ("", [("sex_unreadable", "sex")])


def _stripped(text: str) -> str:
    return " ".join(word for word in fold(text).split() if word not in _FILL)


# --- yes or no ----------------------------------------------------------------------------------------

_DEGREE = re.compile(
    r"^(?:i{1,3}|1|2|3)(?:\s*(?:ci|cu|ya|st|nd|rd|oy))?\s*(?:qr|qrup|daraca|dar|qruppa|qruppi|group|grade)\w*"
)


def read_yes_no(cell: Cell, field: str) -> tuple[str, list[Remark]]:
    """`yes`, `no` or empty; a degree or group of disability is a yes. A dash says nothing."""
    if isinstance(cell, bool):
        return "yes" if cell else "no", []
    if isinstance(cell, Formula):
        return "", [("formula_left", field)]
    raw = "" if cell is None else str(cell).strip()
    if raw in ("+", "✓", "✔", "√", "☑"):
        return "yes", []
    key = _key(raw)
    if not key:
        return "", []
    code = _lists()[YES_NO].get(key) or ("yes" if _DEGREE.match(key) else "") or _nearest(YES_NO, raw)
    if not code and said(cell):
        return "", [("words_unknown", field)]
    return code, []


def degree_of(cell: Cell) -> str:
    """1, 2 or 3 where a degree or group of disability is told; the first is the gravest."""
    found = re.match(r"(i{1,3}|1|2|3|birinci|ikinci|ucuncu)\b", _key(str(cell or "")))
    degrees = {"i": "1", "ii": "2", "iii": "3", "birinci": "1", "ikinci": "2", "ucuncu": "3"}
    return degrees.get(found[1], found[1]) if found and _DEGREE.match(_key(str(cell))) else ""


# --- why admitted -------------------------------------------------------------------------------------


def read_reason(cell: Cell) -> tuple[str, list[Remark]]:
    """A code of the list `admission.reason`; `other` where the words are none of ours."""
    if isinstance(cell, Formula):
        return "", [("formula_left", "reason")]
    text = said(cell)
    if not text:
        return "", []
    code = _nearest(REASON, text)
    return (code, []) if code else ("other", [("words_unknown", "reason")])
