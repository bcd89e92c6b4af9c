"""A list as its pages show it: rows with verdict and reasons, facts with the cells they were read from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.kit.fields import show_birth_date, show_phone
from himaya.kit.shapes import Chip, Stat
from himaya.reference.queries import full_name, label, place_by_code
from himaya.registry.imports.cleaning.reasons import ASKED, DOUBTED, MENDED, REASONS, REFUSED
from himaya.registry.imports.labels import NAMES, OUTCOMES, VERDICTS
from himaya.registry.imports.matching.alike import born_of
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.people.models import Person
from himaya.registry.search.queries import Match

AMONG_ROWS = ("same_row", "same_row_surely", "twin_row", "fin_shared")
REPEATS = frozenset({"same_row", "same_row_surely"})
# What is read from more than one column.
_PARTS = {"name": ("full_name", "family_name", "given_name"), "born": ("age",), "papers": ("id_card",)}


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the preview."""

    row: ImportRow
    name: str
    facts: str
    chip: Chip
    outcome: Chip | None
    because: list[str]
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing read from a row, and what was odd about it."""

    label: Any
    value: str
    remarks: list[str]


def show_rows(batch: ImportBatch, rows: Iterable[ImportRow], by: Any) -> list[Shown]:
    """Rows as the preview shows them; who they may be is named where the reader may see them."""
    found = list(rows)
    known = Person.objects.visible_to(by).filter(
        public_id__in={m[0] for row in found for m in row.matches[:1]}
    )
    names = {person.public_id: str(person) for person in known}
    others = dict(
        ImportRow.objects.filter(batch=batch, place__in={r.same_as for r in found if r.same_as}).values_list(
            "place", "number"
        )
    )
    places = places_of(batch)
    return [_shown(batch, row, names, others, places) for row in found]


def _shown(
    batch: ImportBatch,
    row: ImportRow,
    names: Mapping[str, str],
    others: Mapping[int, int],
    places: Mapping[str, Mapping[str, int]],
) -> Shown:
    words, tone, meaning = VERDICTS[row.verdict]
    outcome = OUTCOMES.get(row.outcome)
    return Shown(
        row=row,
        name=row.name or "; ".join(str(cell) for cell in row.cells if cell not in (None, ""))[:120],
        facts=brief(row.facts),
        chip=Chip(words, tone, title=meaning),
        outcome=Chip(*outcome) if outcome else None,
        because=reasons(row, names, others, places),
        url=reverse("people:import-row", args=[batch.public_id, row.place]),
    )


def places_of(batch: ImportBatch) -> dict[str, dict[str, int]]:
    """Sheet → field → which column holds it."""
    return {
        table["sheet"]: {c["field"]: c["at"] for c in reversed(table["columns"]) if c["field"]}
        for table in batch.tables
    }


def reasons(
    row: ImportRow,
    names: Mapping[str, str],
    others: Mapping[int, int],
    places: Mapping[str, Mapping[str, int]],
) -> list[str]:
    """Why a row is what it is, in words, the weightiest first: the field, what to do, and what stands there."""
    order = {REFUSED: 0, ASKED: 1, DOUBTED: 2, MENDED: 3}
    codes = sorted(row.remarks, key=lambda one: order[REASONS[one[0]].weight])
    found = []
    for code, about in codes:
        text = str(REASONS[code].words)
        # a row that repeats another names that one: the twin stands in a third
        names_row = code in AMONG_ROWS and (code != "twin_row" or not REPEATS & set(row.codes))
        if names_row and row.same_as is not None and row.same_as in others:
            text += " " + _("Row %(row)s.") % {"row": others[row.same_as]}
        if code.startswith("known_") and row.matches and row.matches[0][0] in names:
            text += f" {names[row.matches[0][0]]}."
        if about in NAMES and REASONS[code].weight != ASKED:
            text = f"{NAMES[about]}: {text}{_stands(row, about, places.get(row.sheet, {}))}"
        found.append(text)
    once = list(dict.fromkeys(found))  # initials of two names are one reason
    return [*once, row.trouble] if row.trouble else once


def _stands(row: ImportRow, about: str, places: Mapping[str, int]) -> str:
    at = next((places[field] for field in (about, *_PARTS.get(about, ())) if field in places), len(row.cells))
    cell = row.cells[at] if at < len(row.cells) else None
    return f" ({str(cell)[:60]})" if cell not in (None, "") else ""


def brief(facts: Mapping[str, Any]) -> str:
    """What one knows a person by: birth, sex, FIN, place."""
    born = born_of(facts)
    parts = [
        show_birth_date(born) if born else "",
        label("sex", facts["sex"]) if facts.get("sex") else "",
        facts.get("fin", ""),
        place_words(facts.get("lives") or facts.get("registered")),
    ]
    return " · ".join(part for part in parts if part)


def known_as(match: Match) -> str:
    """A registered person among others of the same name."""
    if match.person is None:
        return match.initials
    born = match.person.born
    return ", ".join(filter(None, [str(match.person), show_birth_date(born) if born else "", match.place]))


def place_words(told: Mapping[str, Any] | None) -> str:
    """A place of a row in words."""
    if not told:
        return ""
    place = place_by_code(told["unit"]) if told.get("unit") else None
    return full_name(place.territory) if place else str(told.get("line", ""))


def show_facts(row: ImportRow) -> list[Fact]:
    """All that was read from a row, with what was odd about each."""
    remarks: dict[str, list[str]] = {}
    for code, about in row.remarks:
        remarks.setdefault(about, []).append(str(REASONS[code].words))
    found = [
        Fact(NAMES[name], _value(name, row.facts), remarks.pop(name, []))
        for name in NAMES
        if row.facts.get(name)
    ]
    found += [Fact(NAMES.get(about, about), "", texts) for about, texts in remarks.items() if about]
    return found


def show_cells(row: ImportRow) -> list[tuple[str, Any]]:
    """What stands in the list: each filled cell under its column's title."""
    table: dict[str, Any] = next((t for t in row.batch.tables if t["sheet"] == row.sheet), {"columns": []})
    titles = {column["at"]: column["title"] for column in table["columns"]}
    return [
        (titles.get(at) or _("Column %(n)s") % {"n": at + 1}, cell)
        for at, cell in enumerate(row.cells)
        if cell is not None
    ]


def _value(name: str, facts: Mapping[str, Any]) -> str:
    value = facts[name]
    if name == "born":
        born = born_of(facts)
        return show_birth_date(born) if born else ""
    if name == "sex":
        return label("sex", value)
    if name == "reason":
        text = facts.get("reason_text", "")
        return label("admission.reason", value) + (f" ({text})" if text else "")
    if name == "disability":
        return _("yes") if value == "yes" else _("no")
    if name == "phones":
        return ", ".join(show_phone(number) for number in value)
    return _plain(name, value)


def _plain(name: str, value: Any) -> str:
    if name in ("lives", "registered"):
        return ", ".join(filter(None, [place_words(value) if value["unit"] else "", value["line"]]))
    if name == "papers":
        return ", ".join(f"{label('identifier.kind', kind)} {number}" for kind, number in value.items())
    if name in ("admitted_on", "left_on") and len(value) == 10:
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    return str(value)


def stats(batch: ImportBatch, chosen: str) -> list[Stat]:
    """How many rows of each verdict, each the way to them."""
    found = []
    for verdict, (words, tone, _meaning) in VERDICTS.items():
        if number := batch.counts.get(verdict, 0):
            url = f"?state={verdict}" if verdict != chosen else "?"
            found.append(
                Stat(words, number, url, tone if verdict in ("refused", "conflict", "likely") else "")
            )
    return found
