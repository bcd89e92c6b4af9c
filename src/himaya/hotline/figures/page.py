"""The hotline's figures as tables of words and numbers, for the page and for the yearly return."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from himaya.hotline.figures.queries import Cell, Figures, chi_class, district
from himaya.kit.charts import Row, Tile, bars_over_time, tile_map
from himaya.kit.drawing import Drawing
from himaya.kit.shapes import Words
from himaya.kit.sheets import Page
from himaya.reference.queries import by_code, label, tiles

LISTS = {"channel": "hotline.channel", "kind": "hotline.kind", "reason": "hotline.reason",
         "caller": "reporter.kind", "step": "hotline.step"}  # fmt: skip
KEPT_BACK = "<5"
# Weeks shown, and the greatest counts of each.
WEEKS, MOST_A_WEEK, MOST_DRAWN = 12, 4, 6
BANDS = ("0-3", "4-6", "7-9", "10-12", "13-15", "16-17", "18-24", "25+", "unknown")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page."""

    title: Words
    rows: list[tuple[str, str]]


def shown(cell: Cell) -> str:
    """A count, or that it is kept back."""
    return KEPT_BACK if cell.many is None else str(cell.many)


def tables(found: Figures) -> list[Table]:
    """The tables of the page, the greatest count first."""
    titles = {"reason": _("What they talk about"), "channel": _("Channels"), "kind": _("Kinds of contact"),
              "caller": _("Who contacts us"), "step": _("What was done")}  # fmt: skip
    made = [
        Table(title, [(label(LISTS[about], c.what), shown(c)) for c in found.tables.get(about, [])])
        for about, title in titles.items()
    ]
    places = [(district(c.what) or _("Not known"), shown(c)) for c in found.tables.get("district", [])]
    hours = [(f"{c.what}:00", shown(c)) for c in sorted(found.tables.get("hour", []), key=lambda c: c.what)]
    made += [
        Table(_("Districts"), places),
        Table(
            _("What they talk about, week by week"),
            _by_week(found, "week", lambda c: label(LISTS["reason"], c)),
        ),
        Table(_("Districts, week by week"), _by_week(found, "district_week", district)),
        Table(_("Hour of the day"), hours),
    ]
    return [one for one in made if one.rows]


def district_map(found: Figures) -> Drawing | None:
    """What children call about, by district, on a schematic map; nothing where no place is known."""
    cells = {cell.what: cell for cell in found.tables.get("district", []) if cell.what}
    if not cells:
        return None
    drawn = [
        Tile(
            at,
            str(place),
            cells[code].many if code in cells else 0,
            shown(cells[code]) if code in cells else "0",
            full=district(code),
        )
        for code, at in tiles().items()
        if (place := by_code(code))
    ]
    return tile_map(
        "districts",
        drawn,
        _("Contacts by district"),
        _(
            "A schematic map: one tile a district, those of Baku below on the right; the tile of a city that has districts "
            "counts where the district is not known. The same numbers stand in the table Districts."
        ),
    )


def trends(found: Figures) -> Drawing | None:
    """The reasons told most, week by week; nothing where there are none."""
    by_reason: dict[str, dict[str, int | None]] = defaultdict(dict)
    for cell in found.tables.get("week", []):
        by_reason[cell.what][cell.sub] = cell.many
    weeks = sorted({week for told in by_reason.values() for week in told})[-WEEKS:]
    most = sorted(by_reason, key=lambda what: (-sum(n or 0 for n in by_reason[what].values()), what))[
        :MOST_DRAWN
    ]
    if not most:
        return None
    rows = [
        Row(label(LISTS["reason"], what), [by_reason[what].get(week, 0) for week in weeks]) for what in most
    ]
    title = _("What they talk about, week by week")
    told = _("One row a reason, one bar a week of the year. The same numbers stand in the table below.")
    return bars_over_time("weeks", weeks, rows, title, told, KEPT_BACK)


def _by_week(found: Figures, about: str, name: Callable[[str], str]) -> list[tuple[str, str]]:
    """For each of the latest weeks what is most in it; what is kept back is left out."""
    weeks: dict[str, list[str]] = defaultdict(list)
    for cell in found.tables.get(about, []):
        if cell.many is not None and len(weeks[cell.sub]) < MOST_A_WEEK:
            weeks[cell.sub].append(f"{name(cell.what)} {cell.many}")
    return [
        (week, " · ".join(told) or KEPT_BACK) for week, told in sorted(weeks.items(), reverse=True)[:WEEKS]
    ]


def yearly_return(found: Figures, year: int) -> list[Page]:
    """The yearly return of child helplines: counts by their classes, counts below five kept back."""
    rates = [
        (r.definition.code, str(r.definition.name), str(r.definition.over), r.many, r.whole)
        for r in found.rates
    ]
    reasons: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in found.tables.get("reason", []):
        reasons[chi_class(cell.what)].append(cell)
    classes = [(*name, _summed(cells)) for name, cells in sorted(reasons.items())]
    by_sex = {(c.sub, c.what): shown(c) for c in found.tables.get("sex", [])}
    sexes = sorted({what for _sub, what in by_sex})
    ages = [(band, *(by_sex.get((band, sex), "0") for sex in sexes)) for band in BANDS]
    parts = [
        Page(
            title,
            [_("Code"), _("Name"), str(year)],
            [(c.what, label(LISTS[about], c.what), shown(c)) for c in cells],
        )
        for about, title in (
            ("channel", _("Channels")),
            ("kind", _("Kinds")),
            ("caller", _("Callers")),
            ("step", _("Actions")),
        )
        if (cells := found.tables.get(about))
    ]
    return [
        Page(_("Rates"), [_("Code"), _("Name"), _("Counted"), _("Part"), _("Whole")], rates),
        Page(_("Reasons"), [_("Class"), _("Part"), str(year)], classes),
        Page(_("Age and sex"), [_("Age"), *sexes], ages),
        *parts,
    ]


def _summed(cells: list[Cell]) -> str | int:
    """A sum, where none of its parts is kept back."""
    if any(cell.many is None for cell in cells):
        return KEPT_BACK if len(cells) == 1 else _("not given")
    return sum(cell.many or 0 for cell in cells)
