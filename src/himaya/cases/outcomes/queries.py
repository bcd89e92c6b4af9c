"""The figures of case work, as their page shows them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from himaya.access.models import Organisation, Unit, User
from himaya.cases.casefile.process import CaseWork
from himaya.cases.outcomes.rules import DEFINITIONS, Definition
from himaya.kit.shapes import Words
from himaya.kit.text import sort_key
from himaya.reference.models import Territory
from himaya.reference.queries import label

KEPT_BACK = "<5"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate: what it means, its parts (None: kept back), and its value in hundredths."""

    definition: Definition
    many: int | None
    whole: int | None

    @property
    def percent(self) -> str:
        """In words: `87 %`, or a dash where it is not told."""
        return f"{100 * self.many / self.whole:.0f} %" if self.many is not None and self.whole else "–"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page: names and counts, the greatest first."""

    title: Words
    rows: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Everything of a period: rates, tables, and how many open cases a worker holds (None: nobody works)."""

    rates: list[Rate]
    tables: list[Table]
    load: float | None
    open_cases: int


def outcomes(since: datetime, until: datetime, *, kind: str = "", place: Territory | None = None) -> Outcomes:
    """All figures of a period under the reader's units. Refused by the door to whoever may not read them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select about, what, many, whole from cases_outcomes(%s, %s, %s, %s)",
            [since, until, kind, place.pk if place else None],
        )
        rows = cursor.fetchall()
    parts = {what: (many, whole) for about, what, many, whole in rows if about == "rate"}
    counted: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for about, what, many, _whole in rows:
        if about not in {"rate", "load"}:
            counted[about].append((what, many))
    open_cases, workers = next((many, whole) for about, _what, many, whole in rows if about == "load")
    return Outcomes(
        [Rate(one, *parts[one.what]) for one in DEFINITIONS],
        _tables(counted),
        open_cases / workers if workers else None,
        open_cases,
    )


def _tables(counted: dict[str, list[tuple[str, int | None]]]) -> list[Table]:
    kinds = {code: str(kind.title) for code, kind in CaseWork.variants.items()}
    change = {"better": _("better"), "same": _("the same"), "worse": _("worse")}
    made = [
        Table(_("Needs at the last assessment against the first"), _rows(counted["change"], change)),
        Table(_("Why cases were closed"), _rows(counted["closed"], {}, "case.closure_reason")),
        Table(
            _("Where children at risk of separation live"), _rows(counted["lives"], {}, "separation.outcome")
        ),
        Table(_("Open cases by kind"), _rows(counted["kind"], kinds)),
    ]
    return [table for table in made if table.rows]


def _rows(
    cells: list[tuple[str, int | None]], names: dict[str, str], codelist: str = ""
) -> list[tuple[str, str]]:
    ordered = sorted(cells, key=lambda cell: (-(cell[1] or 0), cell[0]))
    return [
        (
            names.get(what) or (label(codelist, what) if codelist else what),
            KEPT_BACK if many is None else str(many),
        )
        for what, many in ordered
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """How many people are better, the same and worse, of one unit, worker, provider, district or kind of case; `<5` where
    it is kept back."""

    name: str
    better: str
    same: str
    worse: str


def changes(
    since: datetime, until: datetime, *, by: str, kind: str = "", place: Territory | None = None
) -> list[Change]:
    """Needs at the last assessment against the first, told apart; by name. Who is told apart by
    providers counts once with each that took the case on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select what, how, many from cases_changes(%s, %s, %s, %s, %s)",
            [since, until, kind, place.pk if place else None, by],
        )
        rows = cursor.fetchall()
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    for what, how, many in rows:
        found[what][how] = many
    names = _names(by, found)
    told = [
        Change(names.get(what) or "—", *(_shown(cells.get(how, 0)) for how in ("better", "same", "worse")))
        for what, cells in found.items()
    ]
    return sorted(told, key=lambda one: sort_key(one.name))


def _shown(many: int | None) -> str:
    return KEPT_BACK if many is None else str(many)


def _names(by: str, keys: Iterable[str]) -> dict[str, str]:
    if by == "kind":
        return {code: str(kind.title) for code, kind in CaseWork.variants.items()}
    model = {"unit": Unit, "worker": User, "provider": Organisation, "place": Territory}[by]
    rows: Any = model._default_manager.filter(pk__in=[int(key) for key in keys if key])
    return {str(row.pk): str(row) for row in rows}
