"""A model's report in words and figures, for who checks it."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from himaya.registry.linkage.model import Model
from himaya.registry.linkage.models import LinkModel
from himaya.registry.linkage.rules import FIELDS, GOOD, LEVELS, PRECISE


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report: what, how much, what it should be at least (or is for information), and whether it is."""

    label: Any
    shown: str
    aim: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """One level of one comparison, as the model learned it."""

    fact: Any
    level: Any
    one: str
    strangers: str
    bits: str


def figures_of(model: LinkModel) -> list[Figure]:
    """The report, the most telling first."""
    told = model.report
    f1, precision, twins = (told.get(name) for name in ("f1", "precision_certain", "twins_certain"))
    figures = [
        Figure(_("Planted doubles: F1"), _share(f1), f"≥ {_share(GOOD)}", (f1 or 0) >= GOOD),
        Figure(
            _("Precision of certain pairs"),
            _share(precision),
            f"≥ {_share(PRECISE)}",
            (precision or 0) >= PRECISE,
        ),
        Figure(_("Planted twins joined for certain"), _count(twins), "0", twins == 0),
        Figure(_("Planted doubles: precision"), _share(told.get("precision"))),
        Figure(_("Planted doubles: recall"), _share(told.get("recall"))),
        Figure(_("Recall of certain pairs"), _share(told.get("recall_certain"))),
        Figure(_("Planted twins held for one person"), _count(told.get("twins_likely"))),
        Figure(_("Planted doubles"), _count(told.get("planted"))),
        Figure(_("Planted twins"), _count(told.get("twins"))),
        Figure(_("People it learned from"), _count(told.get("people"))),
        Figure(_("Likely pairs in the register itself"), _count(told.get("likely"))),
        Figure(_("Judged pairs that it weighs as people judged them"), _judged(told)),
        Figure(_("Bits by which what people judged shifts it"), number_format(told.get("shift", 0.0), 1)),
    ]
    return [figure for figure in figures if figure.shown]


def levels_of(model: LinkModel) -> list[Learned]:
    """What it learned, comparison by comparison; nothing where another release wrote it in another form."""
    try:
        read = Model.from_json(model.artefact)
    except (ValueError, KeyError, TypeError):
        return []
    return [
        Learned(
            FIELDS.get(c.name, c.name),
            LEVELS.get(level.name, level.name),
            _share(level.m),
            f"{level.u:.1e}" if level.u < 0.0001 else _share(level.u),
            number_format(round(level.weight, 1), 1),
        )
        for c in read.comparisons
        for number, level in c.numbered()
        if number >= 0
    ]


def _share(value: float | None) -> str:
    """Empty where the trial of that release did not measure it."""
    return "" if value is None else number_format(round(value, 4), 4)


def _count(value: int | None) -> str:
    return "" if value is None else number_format(value, force_grouping=True)


def _judged(told: dict[str, Any]) -> str:
    judged, agreed = told.get("judged", 0), told.get("judged_agreed", 0)
    return f"{_count(agreed)} / {_count(judged)}" if judged else "—"
