"""FINs, document numbers and telephones as tables hold them."""

import re
from functools import lru_cache

import phonenumbers

from himaya.kit.books.shapes import Cell, Formula
from himaya.kit.fields import FIN, read_fin, read_phone
from himaya.kit.text import clean_line, fold
from himaya.registry.identifiers.rules import may_be_identifier, printed
from himaya.registry.imports.cleaning.reasons import Remark

_EMPTY = {
    fold(w)
    for w in (
        *(
            "yoxdur",
            "yox",
            "yoxdu",
            "bilinmir",
            "məlum deyil",
            "məlumat yoxdur",
            "nəməlum",
            "verilməyib",
            "alınmayıb",
        ),
        *(
            "нет",
            "отсутствует",
            "неизвестно",
            "не известно",
            "none",
            "no",
            "n/a",
            "na",
            "null",
            "nan",
            "unknown",
            "sənədsiz",
        ),
        *("yoxdur.", "x", "без документов", "qeyd olunmayıb", "göstərilməyib"),
    )
}
_FIN_SIGNS, _FIN_ONES = re.compile(r"[\s\-–.:'’`\"_/]"), re.compile("[iIİı]")
_LONGEST_EMPTY = max(map(len, _EMPTY)) + 3  # as typed, with a full stop and spaces
_FIN_WORDS = re.compile(
    r"^\W*(?:f\W?[iİıI?]\W?n|p\W?[iİıI?]\W?n|ф\W?[иі]\W?н|п\W?и\W?н)\b\W*(?:kod\w*|код\w*)?\W*", re.IGNORECASE
)


def said(cell: Cell) -> str:
    """A cell as tidy text; empty where it only says that there is nothing."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float):
        cell = f"{cell:.10g}"
    return _tidy(str(cell))


@lru_cache(maxsize=512)  # a cell is asked for many times while its row is read, and not again
def _tidy(text: str) -> str:
    text = clean_line(text)
    if len(text) > _LONGEST_EMPTY and text[0].isalnum():
        return text
    key = fold(text)
    return "" if not key or key in _EMPTY else text


def read_fin_cell(cell: Cell, field: str = "fin") -> tuple[str, list[Remark]]:
    """A FIN, with what was mended: “FİN: 7quvjnj”, “OF9U649”, a number that lost its zeros."""
    if isinstance(cell, Formula):
        return "", [("formula_left", field)]
    text = said(cell)
    if not text:
        return "", []
    text = _FIN_WORDS.sub("", text) if len(text) > 7 else text
    if isinstance(cell, int) and 0 < cell < 10_000_000 and len(text) < 7:
        return text.zfill(7), [("fin_zeros", field)]
    fin, mended = _fin_of(text)
    if not fin:
        return "", [("fin_bad", field)]
    return fin, [("fin_mended", field)] if mended else []


@lru_cache(maxsize=512)
def _fin_of(text: str) -> tuple[str, bool]:
    """A FIN, and whether signs of it had to be read as others."""
    plain = _FIN_SIGNS.sub("", text)
    fin = read_fin(plain)
    if fin is None:
        fin = read_fin(_FIN_ONES.sub("1", plain))
    if fin is None or not FIN.fullmatch(fin):
        return "", False
    return fin, plain != fin and fold(plain) != fold(fin)


def read_paper_cell(cell: Cell, kind: str, field: str) -> tuple[str, list[Remark]]:
    """The number of a document as papers print it."""
    if isinstance(cell, Formula):
        return "", [("formula_left", field)]
    text = said(cell)
    if not text:
        return "", []
    number = printed(re.sub(r"(?i)\b(seriya|ser|serial|серия|nömrə\w*|nomre|номер|no|n)\b\.?:?", "", text))
    good = bool(may_be_identifier(kind, number)) and any(c.isdigit() for c in number)
    return (number, []) if good else ("", [("paper_bad", field)])


# --- telephones ---------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"[;,/|\n\\]+|\s+(?:və|ve|и|and|ya|или|or)\s+|\s{2,}")
_NATIONAL = re.compile(
    str(phonenumbers.PhoneMetadata.metadata_for_region("AZ").general_desc.national_number_pattern)  # type: ignore[union-attr]
)


def read_phones_cell(cell: Cell, field: str = "phones") -> tuple[list[str], list[Remark]]:
    """All whole numbers of a cell, in order; a piece that is no whole number is said, not guessed."""
    if isinstance(cell, Formula):
        return [], [("formula_left", field)]
    text = said(cell)
    if not text:
        return [], []
    numbers: list[str] = []
    bad = False
    raw = (
        cell.strip() if isinstance(cell, str) else text
    )  # a line break parts numbers, and tidy text has none
    for piece in _BETWEEN.split(raw.translate(_DIGIT_LIKE) if any(c.isdigit() for c in raw) else raw):
        found = _numbers_in(piece)
        numbers += found
        bad = bad or (not found and sum(c.isdigit() for c in piece) >= 5)
    if not numbers and not bad:
        bad = any(c.isdigit() for c in text)
    if bad and len(whole := _numbers_in(re.sub(r"[;,/|\\]", "", text))) == 1 and not numbers:
        return whole, []
    return list(dict.fromkeys(numbers)), [("phone_bad", field)] if bad else []


_DIGIT_LIKE = str.maketrans("OoОо", "0000")


@lru_cache(maxsize=1024)
def _numbers_in(piece: str) -> list[str]:
    digits = re.sub(r"\D", "", piece)
    plus = "+" in piece
    if one := _one(digits, plus):
        return [one]
    for length in (10, 9, 12, 13):  # several numbers with nothing between them but spaces
        if len(digits) > length and len(digits) % length == 0:
            parts = [_one(digits[at : at + length], False) for at in range(0, len(digits), length)]
            if all(parts):
                return [part for part in parts if part]
    return []


def _one(digits: str, plus: bool) -> str:
    """One number: nine digits of ours behind whatever prefix, a foreign one, or a short code."""
    bare = digits.removeprefix("00") if digits.startswith("00") else digits
    for prefix in ("994", "0", "80", "8", ""):
        rest = bare.removeprefix(prefix) if bare.startswith(prefix) else None
        if rest is not None and len(rest.lstrip("0")) == 9 and _NATIONAL.fullmatch(rest.lstrip("0")):
            return "+994" + rest.lstrip("0")
    if plus or (digits.startswith("00") and len(digits) > 11):
        return read_phone("+" + bare) or ""
    if len(digits) == 11 and digits[0] == "8" and (found := read_phone("+7" + digits[1:])):
        return found
    return digits if 3 <= len(digits) <= 4 and digits[0] != "0" else ""
