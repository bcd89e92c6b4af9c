"""The hotline's figures, as its pages and the yearly return show them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from himaya.hotline.figures.rules import DEFINITIONS, Definition, is_spike
from himaya.kit import clock
from himaya.reference.queries import by_code, code_item, label, territories

# Weeks against which one is held.
WEEKS = 8


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate: what it means, its parts (None: kept back), and its value in hundredths."""

    definition: Definition
    many: int | None
    whole: int | None

    @property
    def percent(self) -> str:
        """In words: `87 %`, or why not."""
        return f"{100 * self.many / self.whole:.0f} %" if self.many is not None and self.whole else "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of a table; `many` is None where it is kept back."""

    sub: str
    what: str
    many: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything of a period."""

    rates: list[Rate]
    tables: dict[str, list[Cell]] = field(default_factory=dict)


def figures(since: datetime, until: datetime) -> Figures:
    """All figures of a period. Refused by the door to whoever may not read them."""
    with connection.cursor() as cursor:
        cursor.execute("select about, sub, what, many, whole from hotline_figures(%s, %s)", [since, until])
        rows = cursor.fetchall()
    parts = {what: (many, whole) for about, _sub, what, many, whole in rows if about == "rate"}
    tables: dict[str, list[Cell]] = defaultdict(list)
    for about, sub, what, many, _whole in rows:
        if about != "rate":
            tables[about].append(Cell(sub, what, many))
    for cells in tables.values():
        cells.sort(key=lambda cell: (cell.sub, -(cell.many or 0), cell.what))
    return Figures([Rate(one, *parts[one.what]) for one in DEFINITIONS], dict(tables))


@dataclass(frozen=True, slots=True)
class Spike:
    """A week that stands out: of a reason or a district, how many, and how many in an ordinary week."""

    name: str
    many: int
    usual: int


def spikes(on: date) -> list[Spike]:
    """What stands out in the last whole week before a day, by reason and by district."""
    monday = on - timedelta(days=on.weekday() + 7)
    begins = [monday - timedelta(weeks=n) for n in range(WEEKS, -1, -1)]
    weeks = [f"{day.isocalendar().year}-{day.isocalendar().week:02d}" for day in begins]
    found = figures(clock.at(begins[0], 0), clock.at(monday + timedelta(days=7), 0))
    told = []
    for about, name in (("week", _reason), ("district_week", district)):
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        for cell in found.tables.get(about, []):
            counts[cell.what][cell.sub] = cell.many or 0
        for what, by_week in counts.items():
            *before, now = (by_week.get(week, 0) for week in weeks)
            if is_spike(before, now):
                told.append(Spike(name(what), now, round(sum(before) / len(before))))
    return sorted(told, key=lambda one: -one.many)


def _reason(code: str) -> str:
    return label("hotline.reason", code)


def district(code: str) -> str:
    """A district by its name, that of a city with the city; a city that has districts is told as what is known no
    closer. Empty where no place is known."""
    found = by_code(code)
    if found is None:
        return ""
    if found.parent is not None and found.kind == found.Kind.DISTRICT:
        return f"{found}, {found.parent}"
    divided = any(one.parent_id == found.pk for one in territories(found.Kind.DISTRICT))
    return _("%(name)s, district not known") % {"name": found} if divided else str(found)


def chi_class(reason: str) -> tuple[str, str]:
    """The class and the part of it by which child helplines report a reason to each other."""
    item = code_item("hotline.reason", reason)
    found = str(item.attributes.get("chi", "other")) if item else "other"
    head, _dot, part = found.partition(".")
    return head, part or "other"
