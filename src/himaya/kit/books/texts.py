"""Tables as text: any usual encoding, any delimiter, in pieces."""

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from himaya.kit.books.shapes import (
    Book,
    Cell,
    Formula,
    Limits,
    Row,
    Sheet,
    Unreadable,
    is_formula,
)

SAMPLE = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The one-byte alphabets in which such lists come, the likelier first.
_BYTES = ("cp1251", "cp1254", "cp866", "koi8-r", "mac-cyrillic", "cp1252")
# Alphabets that have all our letters but ə, which a program then writes as a question mark.
_WITHOUT_SCHWA = frozenset({"cp1254", "cp1252"})
_LOST = re.compile(r"(?<=[^\W\d_])\?|\?(?=[^\W\d_])")
_DELIMITERS = ";,\t|"
_WORD = re.compile(r"[^\W\d_]{2,}")
_TURKIC = set("çşğıöüÇŞĞİÖÜ")
_FREQUENT = set("оеаинтсрвлкдмyпОЕАИНТСРВЛКДМ")
# Excel's way of keeping a number as text in a CSV: ="0123456".
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def open_text(path: Path, limits: Limits) -> Book:
    """A delimited text as a book of one sheet."""
    encoding = encoding_of(path)
    size = path.stat().st_size
    raw = path.open("rb")
    text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
    return Book(
        "csv",
        _sheets(text, raw, limits, lost=encoding in _WITHOUT_SCHWA),
        lambda: 1.0 if raw.closed else min(raw.tell() / size, 1.0),
    )


def encoding_of(path: Path) -> str:
    """The encoding of a text: by its mark, by proof (UTF-8), or the alphabet in which its words look like words."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if wide := _without_mark(head):
        return wide
    if _is_utf8(path):
        return "utf-8"
    if b"\x00" in head:
        raise Unreadable("foreign", _("This is not a table. Send the list as an Excel or CSV file."))
    return max(_BYTES, key=lambda encoding: _looks_right(head, encoding))


def _without_mark(head: bytes) -> str:
    """UTF-16 that does not say so: every other byte is nearly always the same small one."""
    even, odd = head[0::2], head[1::2]
    if len(head) < 8:
        return ""
    small = b"\x00\x01\x04"
    shares = [sum(part.count(bytes([b])) for b in small) / max(len(part), 1) for part in (even, odd)]
    if max(shares) > 0.9 and min(shares) < 0.5 and b"\x00" in head:
        return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(1 << 20):
                if b"\x00" in piece:
                    return False
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _looks_right(head: bytes, encoding: str) -> float:
    """How much the words of a text look like words when read so: one alphabet, natural capitals, usual letters."""
    text = head.decode(encoding, errors="replace")
    score = -5.0 * text.count("\ufffd")
    for word, times in Counter(_WORD.findall(text)).items():
        foreign = [letter for letter in word if ord(letter) > 127]
        if not foreign:
            continue
        cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in word)
        natural = word.islower() or word.isupper() or word.istitle()
        if cyrillic:
            usual = sum(letter in _FREQUENT for letter in word) / len(word)
            score += times * ((1 + usual) if natural and cyrillic == len(word) else -2)
        else:
            usual = sum(letter in _TURKIC for letter in foreign) / len(foreign)
            score += times * ((2 * usual - 0.5) if natural else -1)
    return score - 0.5 * sum(
        text.count(c) for c in "¤¦§¨©«¬®°±µ¶·»¿‚„…†‡€‰‹›™░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧"
    )


def _sheets(text: io.TextIOWrapper, raw: io.BufferedReader, limits: Limits, lost: bool) -> Iterator[Sheet]:
    with raw, text:
        head = text.read(SAMPLE)
        if not head.strip("\ufeff\x00 \t\r\n"):
            raise Unreadable("empty", _("There are no rows in this file."))
        said = re.match(r"\ufeff?sep=(.)\r?\n", head, re.IGNORECASE)
        delimiter = said[1] if said else delimiter_of(head)
        lines = _lines(head, text)
        if lost and len(_LOST.findall(head)) > len(_WORD.findall(head)) / 50:
            lines = (_LOST.sub(_schwa, line) for line in lines)
        yield Sheet("", _rows(lines, delimiter, limits, skip=1 if said else 0))


def _schwa(lost: re.Match[str]) -> str:
    before, after = lost.string[: lost.start()][-1:], lost.string[lost.end() :][:1]
    if before.isalpha():
        return "Ə" if before.isupper() and (after.isupper() or not after.isalpha()) else "ə"
    return "Ə"


def _lines(head: str, text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of what was read ahead and of what follows, none of them endless."""
    rest = head
    while True:
        found = (
            rest.splitlines(keepends=True)
            if not _odd_breaks(rest)
            else io.StringIO(rest, newline="").readlines()
        )
        last = (
            "" if not found or (found[-1].endswith(("\n", "\r")) and not rest.endswith("\r")) else found.pop()
        )
        for line in found:
            yield line.replace("\x00", "")
        piece = text.read(1 << 16)
        if not piece:
            if last:
                yield last.replace("\x00", "")
            return
        if len(last) > 4_000_000:
            raise Unreadable("foreign", _("This is not a table. Send the list as an Excel or CSV file."))
        rest = last + piece


def _odd_breaks(text: str) -> bool:
    """Line separators that are letters to a CSV, but end a line for Python."""
    return any(mark in text for mark in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def _rows(lines: Iterator[str], delimiter: str, limits: Limits, skip: int) -> Iterator[Row]:
    reader = csv.reader(itertools.islice(lines, skip, None), delimiter=delimiter)
    number = skip
    csv.field_size_limit(8_000_000)
    try:
        for number, cells in enumerate(reader, start=skip + 1):
            yield number, [_cell(cell, limits) for cell in cells[: limits.columns]]
    except csv.Error as broken:
        raise Unreadable(
            "damaged",
            _("Row %(row)s of the text cannot be read: a quotation mark is missing.") % {"row": number + 1},
        ) from broken


def _cell(cell: str, limits: Limits) -> Cell:
    if cell[:2] == '="' and (kept := _KEPT_AS_TEXT.fullmatch(cell)):
        cell = kept[1]
    if not cell or cell.isspace():
        return None
    return Formula(cell[: limits.cell]) if is_formula(cell) else cell[: limits.cell]


def delimiter_of(head: str) -> str:
    """The delimiter that gives most rows the same number of cells, and more than one."""
    lines = head.splitlines(keepends=True)[:200]
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            counts = Counter(len(row) for row in csv.reader(iter(lines), delimiter=delimiter) if any(row))
        except csv.Error:
            continue
        counts.pop(1, None)
        if not counts:
            continue
        width, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
        score = times * min(width, 12) ** 0.5
        if score > most:
            best, most = delimiter, score
    return best
