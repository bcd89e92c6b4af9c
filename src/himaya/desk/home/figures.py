"""Panels of coordinators and analysts: how many, by what; never who. The counts come through a door of their own."""

from collections.abc import Callable
from functools import partial

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.desk.home.desk import Desk
from himaya.desk.home.panels import RISK_ORDER, Cell, Panel, Words
from himaya.reference.queries import label, territories
from himaya.workflow.queries import find_process

LATENESS = {
    "on_time": gettext_lazy("On time"),
    "day": gettext_lazy("Up to a day late"),
    "week": gettext_lazy("Up to a week late"),
    "longer": gettext_lazy("More than a week late"),
}


def figures(desk: Desk) -> list[Panel]:
    """One panel a breakdown, in two queries at most; of one vulnerable group where that was asked for."""
    with connection.cursor() as cursor:
        cursor.execute("select about, what, many from desk_figures(%s)", [desk.group])
        rows = cursor.fetchall()
    found: dict[str, dict[str, int | None]] = {}
    for about, what, many in rows:
        found.setdefault(about, {})[what] = many
    places = {t.code: t.name for t in territories()}
    empty = (
        _("Nobody of this group.") if desk.group else _("Counts appear here as work begins. Nobody is named.")
    )
    panel = partial(_panel, empty)
    return [
        panel(_("Open cases by state"), "progress", found.get("status", {}), _state("case"), _in_order("case")),
        panel(_("Open cases by risk"), "alert-octagon", found.get("risk", {}), _risk, RISK_ORDER.index),
        panel(_("Open cases by lateness"), "clock", found.get("lateness", {}), _late, list(LATENESS).index),
        panel(_("Reports by state"), "phone-incoming", found.get("report", {}), _state("intake"), _in_order("intake")),
        panel(_("Cases by month of the report"), "calendar", found.get("month", {}), _month, str),
        panel(
            _("Open cases by district"), "map", found.get("territory", {}),
            lambda code: places.get(code, code) or _("place unknown"), None,
        ),
    ]  # fmt: skip


def _panel(
    empty: str,
    title: str,
    icon: str,
    counts: dict[str, int | None],
    named: Callable[[str], Words],
    order: Callable[[str], object] | None,
) -> Panel:
    """A breakdown as a panel; without an order of its own the largest first."""
    most = max([n for n in counts.values() if n is not None], default=0)
    keys = sorted(counts, key=order or (lambda key: -(counts[key] or 0)))  # type: ignore[arg-type]
    return Panel(
        title=title,
        icon=icon,
        lines=[],
        empty=empty,
        cells=[Cell(named(key), counts[key], most) for key in keys],
    )


def _state(process: str) -> Callable[[str], Words]:
    found = find_process(process)
    states = found.states if found else {}
    return lambda code: states[code].label if code in states else code


def _in_order(process: str) -> Callable[[str], object]:
    found = find_process(process)
    states = list(found.states) if found else []
    return lambda code: states.index(code) if code in states else len(states)


def _risk(code: str) -> Words:
    return label("risk.level", code) or _("Not judged yet")


def _late(code: str) -> Words:
    return LATENESS[code]


def _month(code: str) -> Words:
    year, _dash, month = code.partition("-")
    return f"{month}.{year}"
