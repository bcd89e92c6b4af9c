"""How a row of a school-absence list is read, which rows tell of the same child, and what a human may say of a row."""

import csv
import hashlib
import json
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.books.shapes import Cell, Formula
from himaya.kit.text import clean_line, fold
from himaya.kit.verdict import Verdict, no, yes
from himaya.registry.queries import PersonLine, title_key
from himaya.registry.rules import ROW_REASONS, ROW_REFUSED

DATA = Path(__file__).parent / "data" / "columns.csv"
DAYS = ("days", "excused", "unexcused")
_WHOLE = re.compile(r"(\d{1,3})(?:[.,]0+)?\s*(?:gün\w*|gun\w*|дн\w*|день|days?)?\.?", re.IGNORECASE)
_NOTHING = ("", "-", "–", "—")

# What may be odd about a row beside what is odd of any person of a list: each refuses the row, and says what to do.
REMARKS: dict[str, Any] = {
    "days_missing": _("No number of days stands here. Write how many days the pupil was away."),
    "days_unreadable": _("The days cannot be read. Write a whole number of days, for example 12."),
    "days_formula": _("A formula stands in the days. Paste its value instead."),
    "days_too_many": _("The month has fewer days than that. Check the number of days and the month."),
    "days_differ": _("The days do not add up: with and without a good reason must make the whole."),
    "repeated": _("The same pupil stands in another row of this list; that one counts."),
    "sure": _("The FIN and at least one more fact agree with a child of the register."),
    "likely": _("Somebody likely the same is registered: say whether it is this child."),
    "unknown": _("Nobody like this is registered."),
    "chosen": _("Somebody said who it is."),
    "other": _("Somebody said that it is none of those who came into question."),
}


@lru_cache(maxsize=1)
def _titles() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    with DATA.open(encoding="utf-8") as file:
        return tuple(
            (row["field"], row["match"], tuple(map(title_key, row["titles"].split(";"))))
            for row in csv.DictReader(file)
        )


def own_column(title: str) -> str:
    """Which of the list's own columns a title names (`data/columns.csv`); nothing where it names none. Hours are no
    days."""
    key = title_key(title)
    named = [
        field
        for field, how, known in _titles()
        if (key in known if how == "exact" else any(one in key for one in known))
    ]
    return named[0] if named and "hours" not in named else ""


def may_tell_days(columns: Iterable[str]) -> Verdict:
    """A list must say which days were without a good reason: in a column of its own, or as the whole and the rest."""
    found = set(columns)
    if "unexcused" in found or {"days", "excused"} <= found:
        return yes()
    words = _(
        "No column tells the days away without a good reason. Name it “Üzrsüz buraxdığı günlər”; hours are not taken."
    )
    return no(words)


def one_school(lines: Sequence[PersonLine]) -> Verdict:
    """A list is of one school: where it names schools, all of them are the same."""
    first: dict[str, int] = {}
    for line in lines:
        if name := fold(clean_line(str(line.own.get("school") or ""))):
            first.setdefault(name, line.number)
    if len(first) < 2:
        return yes()
    words = _("The list holds pupils of more than one school (rows %(rows)s). Send a list for each school.")
    return no(words % {"rows": ", ".join(str(number) for number in list(first.values())[:5])})


# --- one row ---


def read_days(cell: Cell) -> tuple[int | None, str]:
    """A number of days and what is wrong with it; neither where nothing stands there."""
    if isinstance(cell, Formula):
        return None, "days_formula"
    if cell is None or (isinstance(cell, str) and cell.strip() in _NOTHING):
        return None, ""
    if isinstance(cell, bool | date):
        return None, "days_unreadable"
    if isinstance(cell, int | float):
        return (int(cell), "") if cell >= 0 and cell == int(cell) else (None, "days_unreadable")
    found = _WHOLE.fullmatch(clean_line(cell))
    return (int(found[1]), "") if found else (None, "days_unreadable")


def days_of(own: Mapping[str, Cell], month: date) -> tuple[dict[str, int], str]:
    """The days away in all and without a good reason, or what is wrong: more than the month has, or parts that do not
    make the whole. An empty cell beside a filled one is none."""
    told: dict[str, int] = {}
    for name in DAYS:
        many, wrong = read_days(own.get(name))
        if wrong:
            return {}, wrong
        if many is not None:
            told[name] = many
    if not told:
        return {}, "days_missing"
    whole, excused, unexcused = _parts(told, "unexcused" in own)
    if unexcused < 0 or excused + unexcused != whole:
        return {}, "days_differ"
    if whole > monthrange(month.year, month.month)[1]:
        return {}, "days_too_many"
    return {"days": whole, "unexcused": unexcused}, ""


def _parts(told: Mapping[str, int], has_unexcused: bool) -> tuple[int, int, int]:
    """In all, with and without a good reason."""
    if has_unexcused:
        unexcused = told.get("unexcused", 0)
        excused = told.get("excused", max(told.get("days", unexcused) - unexcused, 0))
        return told.get("days", excused + unexcused), excused, unexcused
    excused = told.get("excused", 0)
    whole = told.get("days", excused)
    return whole, excused, whole - excused


def read_row(line: PersonLine, month: date) -> tuple[dict[str, Any], list[list[str]]]:
    """What a row tells, and what is odd about it."""
    days, wrong = days_of(line.own, month)
    facts = {**line.facts, **days}
    if school_class := clean_line(str(line.own.get("school_class") or "")):
        facts["school_class"] = school_class[:40]
    remarks = [list(one) for one in line.remarks]
    return facts, [*remarks, [wrong, "days"]] if wrong else remarks


def is_refused(remarks: Iterable[Sequence[str]]) -> bool:
    """Whether a row is wrong: its days cannot stand, or the pupil cannot be told from it."""
    return any(code in REMARKS or ROW_REASONS[code].weight == ROW_REFUSED for code, _about in remarks)


def words_of(remarks: Iterable[Sequence[str]]) -> list[str]:
    """What is odd about a row, in words."""
    return [str(REMARKS.get(code) or ROW_REASONS[code].words) for code, _about in remarks]


# --- rows together ---


def key_of(facts: Mapping[str, Any]) -> str:
    """By which two rows of a list are of the same pupil: the FIN and the given name, else name and birth."""
    if facts.get("fin"):
        return f"fin:{facts['fin']}|{fold(str(facts.get('given_name', '')))}"
    names = [fold(str(facts.get(part, ""))) for part in ("family_name", "given_name", "fathers_name")]
    return "|".join([*names, str((facts.get("born") or {}).get("day", ""))])


def repeats(rows: Mapping[int, str]) -> dict[int, int]:
    """Of rows with the same key (place → key): each but the first, and the first."""
    first: dict[str, int] = {}
    return {place: first[key] for place, key in sorted(rows.items()) if first.setdefault(key, place) != place}


def digest_of(told: Iterable[Mapping[str, Any]]) -> str:
    """By which a list that tells the same as another is known, in whatever order and file."""
    lines = sorted(json.dumps(one, sort_keys=True, ensure_ascii=False) for one in told)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


# --- what a human says ---


def may_choose(row: Any, person: str) -> Verdict:
    """Of a row that asks, one of those who came into question is chosen, or nobody."""
    if row.verdict != row.LIKELY:
        return no(_("Nothing is to be decided of this row."))
    return yes() if not person or person in row.matches else no(_("Choose who it is."))


def may_be_of(month: date, today: date) -> Verdict:
    """Of a month that has begun."""
    return yes() if month <= today else no(_("This month is still to come."))
