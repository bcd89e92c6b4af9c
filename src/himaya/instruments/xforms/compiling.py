"""From a workbook to a form: looked through, compiled in a process of its own, and looked through once more."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from himaya.instruments.xforms.apart import AskedTooMuch, TookTooLong, run_apart
from himaya.instruments.xforms.expressions import unusable
from himaya.instruments.xforms.looking import look
from himaya.instruments.xforms.mending import mended
from himaya.instruments.xforms.others import translated
from himaya.instruments.xforms.problems import Broken, Problem
from himaya.instruments.xforms.scoresheet import scoresheet
from himaya.instruments.xforms.shape import ROOT, Shape, shape_of
from himaya.instruments.xforms.workbook import KNOWN_SHEETS, FormBook, Sizes, read

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings)' sheet|sheet '(survey|choices|settings)'")
_COLUMN = re.compile(r"the '([\w:]+)' value")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form that can be used: the compiled XML, its shape, what the compiler remarked, the digest of the file."""

    xml: str
    shape: Shape
    remarks: list[Problem]
    digest: str
    scoring: Mapping[str, Any] = field(default_factory=dict)


def compiled(path: Path, sizes: Sizes, name: str = "") -> Compiled:
    """The form of a workbook; `name` is what its file is called, without the ending. Broken with every problem by sheet
    and row where it is none."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    book = read(path, sizes)
    changed = mended(book, name=name or path.stem, digest=digest)
    looked = look(book)
    if looked.problems:
        raise Broken(in_order(book.as_shown(looked.problems)))
    xml, remarks = _compile(book, sizes)
    shape = shape_of(xml)
    scoring, unscored = scoresheet(book, shape)
    wrong = unusable(shape, looked.rows) + unscored
    if wrong:
        raise Broken(in_order(book.as_shown(wrong)))
    return Compiled(xml, shape, book.as_shown(changed) + remarks, digest, scoring)


def in_order(problems: list[Problem]) -> list[Problem]:
    """As one goes through the workbook: questions, choices, settings, each from the top."""
    sheets = {name: at for at, name in enumerate(KNOWN_SHEETS, start=1)}
    return sorted(problems, key=lambda one: (sheets.get(one.sheet, 0), one.row))


def _compile(book: FormBook, sizes: Sizes) -> tuple[str, list[Problem]]:
    try:
        answer = run_apart("compile", {"workbook": book.as_asked(), "root": ROOT}, sizes.apart)
    except TookTooLong as slow:
        raise Broken([Problem("too_long", said={"most": sizes.apart.seconds})]) from slow
    except AskedTooMuch as much:
        raise Broken([Problem("too_big")]) from much
    if "wrong" in answer:
        raise Broken(book.as_shown([placed(answer["wrong"])]))
    return translated(answer["xml"]), book.as_shown([placed(remark) for remark in answer["warnings"]])


def placed(words: str) -> Problem:
    """What the compiler says, at the sheet, row and column it speaks of."""
    row, sheet, column = _ROW.search(words), _SHEET.search(words), _COLUMN.search(words)
    named = (sheet[1] or sheet[2]) if sheet else ("survey" if row else "")
    why = " ".join(_ROW.sub("", words).split())
    return Problem(
        "compiler",
        sheet=named,
        row=int(row[1]) if row else 0,
        column=column[1] if column else "",
        said={"why": why},
    )


@lru_cache(maxsize=1)
def compiler() -> str:
    """The compiler and its version, as kept with each form."""
    return f"pyxform {version('pyxform')}"


def missing_labels(shape: Shape) -> Mapping[str, int]:
    """How many questions and choices have no label, by language; only languages the form names."""
    labels = [one.labels for one in shape.asked if one.labels]
    labels += [given for given in shape.list_labels.values() if given]
    return {language: sum(not given.get(language) for given in labels) for language in shape.languages}
