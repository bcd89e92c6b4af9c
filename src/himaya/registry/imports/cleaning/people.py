"""One row of a list as one person: every field read, and the fields held against each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from himaya.kit.books.shapes import Cell, Formula
from himaya.kit.periods import BirthDate
from himaya.kit.text import clean_line
from himaya.registry.imports.cleaning.days import DAY_FIRST, OLDEST, Day, read_day
from himaya.registry.imports.cleaning.names import USUAL, Names, read_full_name, read_names
from himaya.registry.imports.cleaning.numbers import read_fin_cell, read_paper_cell, read_phones_cell, said
from himaya.registry.imports.cleaning.places import read_place
from himaya.registry.imports.cleaning.reasons import Remark
from himaya.registry.imports.cleaning.words import degree_of, read_reason, read_sex, read_yes_no

YOUNGEST_PARENT = 10  # years, as the register's own rule has it
LONGEST = 300
_TEXTS = ("sender", "mother_name", "father_full", "guardian_name", "birth_place", "citizenship", "note")
_ANSWERS = frozenset({"disability"})
_PAPERS = ("birth_certificate", "id_card")
NAME_FIELDS = ("full_name", "family_name", "given_name", "fathers_name")


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read: the columns of each field, in which order names and dates stand, of which day it is."""

    fields: Mapping[str, tuple[int, ...]]
    as_of: date
    name_order: tuple[str, ...] = USUAL
    day_orders: Mapping[int, str] = field(default_factory=dict)
    sex_letters: Mapping[str, str] = field(default_factory=dict)
    epoch_1904: bool = False


class Reader:
    """Reads one row; keeps what was odd about it. `texts`: what each cell says (`said`)."""

    def __init__(self, columns: Columns, cells: Sequence[Cell], texts: Sequence[str], today: date) -> None:
        self.columns, self.cells, self.texts, self.today = columns, cells, texts, today
        self.facts: dict[str, Any] = {}
        self.remarks: list[Remark] = []

    def first(self, name: str) -> Cell:
        """The first filled cell of a field; others that say something else are told of."""
        filled = self.all(name)
        if len(filled) > 1 and len({said(cell).casefold() for cell in filled}) > 1:
            self.remarks.append(("columns_differ", name))
        return filled[0] if filled else None

    def all(self, name: str) -> list[Cell]:
        """All filled cells of a field."""
        places = [at for at in self.columns.fields.get(name, ()) if at < len(self.cells)]
        if name in _ANSWERS:  # “yox” is an answer here, not an empty cell
            cells = (self.cells[at] for at in places)
            return [cell for cell in cells if cell is not None and str(cell).strip(" -–—.")]
        return [self.cells[at] for at in places if self.texts[at]]

    def day(self, name: str, *, age: bool = False) -> Day:
        """A date of a field."""
        at = self.columns.fields[name][0]
        order = self.columns.day_orders.get(at, DAY_FIRST)
        return read_day(
            self.first(name), self.columns.as_of, order, epoch_1904=self.columns.epoch_1904, age=age
        )

    def keep(self, name: str, value: Any, remarks: Sequence[Remark] = ()) -> None:
        """A fact, where there is one, and what was odd."""
        if value:
            self.facts[name] = value
        self.remarks += remarks


def read_person(
    columns: Columns, cells: Sequence[Cell], today: date, texts: Sequence[str] | None = None
) -> tuple[dict[str, Any], list[Remark]]:
    """The facts of a row, and what was odd about it. Facts are JSON: days as ISO text. `texts`: what the cells say,
    where somebody has looked already."""
    reader = Reader(columns, cells, [said(cell) for cell in cells] if texts is None else texts, today)
    has = columns.fields
    names = _names(reader)
    born = _born(reader)
    _sex(reader, names)
    if "fin" in has:
        reader.keep("fin", *read_fin_cell(reader.first("fin")))
    papers = {}
    for kind in _PAPERS:
        if kind in has:
            number, remarks = read_paper_cell(reader.first(kind), kind, kind)
            reader.remarks += remarks
            if number:
                papers[kind] = number
    reader.keep("papers", papers)
    _phones(reader)
    _places(reader)
    _placement(reader, born)
    for name in _TEXTS:
        if name in has:
            _text(reader, name)
    _parents(reader, born)
    return reader.facts, list(dict.fromkeys(reader.remarks))


def _names(reader: Reader) -> Names:
    columns = reader.columns
    parts = [reader.first(name) if name in columns.fields else None for name in NAME_FIELDS]
    if any(isinstance(part, Formula) for part in parts):
        reader.remarks.append(("formula", "name"))
        return Names()
    full, family, given, father = (said(part) for part in parts)
    if full and not (family and given):
        names = read_full_name(full, columns.name_order)
        if father and not names.father:
            names = read_names(names.family, names.given, father)
    else:
        names = read_names(family, given, father)
    reader.remarks += names.remarks
    for fact, value in (
        ("family_name", names.family),
        ("given_name", names.given),
        ("fathers_name", names.father),
    ):
        reader.keep(fact, value[:100])
    reader.keep("multiple_birth", names.twin)
    return names


def _sex(reader: Reader, names: Names) -> None:
    sex = ""
    if "sex" in reader.columns.fields:
        sex, remarks = read_sex(reader.first("sex"), dict(reader.columns.sex_letters))
        reader.remarks += remarks
    if sex and names.sex and sex != names.sex and names.surely:
        reader.remarks.append(("sex_contradicts", "sex"))
    if not sex and names.sex:
        sex = names.sex
        reader.remarks.append(("sex_from_name", "sex"))
    reader.keep("sex", sex)


_BORN_CODES = {
    "impossible": "born_impossible", "unreadable": "born_unreadable", "two_digits": "born_two_digits",
    "month_first": "born_month_first",
}  # fmt: skip
_PRECISION = {"year": "born_year_only", "month": "born_month_only", "estimated": "born_from_age"}


def _born(reader: Reader) -> BirthDate | None:
    has = reader.columns.fields
    if "born" in has and isinstance(reader.first("born"), Formula):
        reader.remarks.append(("formula", "born"))
        return None
    day = reader.day("born") if "born" in has else Day()
    if day.code:
        reader.remarks.append((_BORN_CODES[day.code], "born"))
    aged = reader.day("age", age=True).born if "age" in has else None
    if day.born is None and not day.code:
        if aged is None:
            reader.remarks.append(("born_missing", "born"))
            return None
        day = Day(aged)
    born = day.born
    if born is None or not _possible(reader, born):
        return None
    if aged and aged is not born and _apart(born, aged, reader.columns.as_of):
        reader.remarks.append(("age_differs", "born"))
    if born.precision in _PRECISION:
        reader.remarks.append((_PRECISION[born.precision], "born"))
    reader.facts["born"] = {"day": born.day.isoformat(), "precision": born.precision}
    return born


def _possible(reader: Reader, born: BirthDate) -> bool:
    start = born.window.start
    if start is not None and start > reader.today:
        reader.remarks.append(("born_future", "born"))
        return False
    if born.day < max(reader.today - timedelta(days=366 * OLDEST), date(1900, 1, 1)):
        reader.remarks.append(("born_too_old", "born"))
        return False
    return True


def _apart(born: BirthDate, aged: BirthDate, on: date) -> bool:
    return abs(born.age(on) - aged.age(on)) > 1


def _phones(reader: Reader) -> None:
    numbers: list[str] = []
    for cell in reader.all("phones"):
        found, remarks = read_phones_cell(cell)
        numbers += found
        reader.remarks += remarks
    reader.keep("phones", list(dict.fromkeys(numbers)))


def _places(reader: Reader) -> None:
    for name in ("lives", "registered"):
        if name in reader.columns.fields:
            where, remarks = read_place(reader.first(name), name)
            reader.remarks += remarks
            if where.unit or where.line:
                reader.facts[name] = {"unit": where.unit, "place": where.code, "line": where.line[:LONGEST]}


_OTHER_DAYS = {"impossible": "day_impossible", "unreadable": "day_unreadable"}


def _placement(reader: Reader, born: BirthDate | None) -> None:
    has = reader.columns.fields
    for name in ("admitted_on", "left_on"):
        if name in has:
            _other_day(reader, name, born)
    if "reason" in has:
        cell = reader.first("reason")
        code, remarks = read_reason(cell)
        reader.keep("reason", code, remarks)
        if code == "other":
            reader.facts["reason_text"] = said(cell)[:LONGEST]
    if "disability" in has:
        cell = reader.first("disability")
        answer, remarks = read_yes_no(cell, "disability")
        reader.keep("disability", answer, remarks)
        reader.keep("disability_degree", degree_of(cell) if answer == "yes" else "")


def _other_day(reader: Reader, name: str, born: BirthDate | None) -> None:
    day = reader.day(name)
    if day.code in _OTHER_DAYS:
        reader.remarks.append((_OTHER_DAYS[day.code], name))
    if day.born is None:
        return
    begins, birth = day.born.window.start, born.window.start if born else None
    if begins and begins > reader.today:
        reader.remarks.append(("day_future", name))
    elif birth and day.born.day < birth and day.born.precision == "exact":
        reader.remarks.append(("day_before_birth", name))
    elif day.born.precision == "exact":
        reader.facts[name] = day.born.day.isoformat()
    else:
        reader.facts[name] = f"{day.born.day:%Y}" if day.born.precision == "year" else f"{day.born.day:%Y-%m}"


def _text(reader: Reader, name: str) -> None:
    texts = [said(cell) for cell in reader.all(name)]
    text = clean_line("; ".join(dict.fromkeys(texts)))
    if text.startswith(("=", "<")) and any(isinstance(cell, Formula) for cell in reader.all(name)):
        reader.remarks.append(("formula_left", name))
        return
    if len(text) > LONGEST:
        reader.remarks.append(("text_cut", name))
    reader.keep(name, text[:LONGEST])


def _parents(reader: Reader, born: BirthDate | None) -> None:
    for at in reader.columns.fields.get("parent_born", ()):
        cell = reader.cells[at] if at < len(reader.cells) else None
        parent = read_day(cell, reader.columns.as_of, reader.columns.day_orders.get(at, DAY_FIRST)).born
        if parent is None or born is None:
            continue
        eldest, youngest = parent.window.start, born.window.end
        if eldest and youngest and (youngest - eldest).days < YOUNGEST_PARENT * 365:
            reader.remarks.append(("parent_younger", "born"))
