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
    f1, precision, twins = told["f1"], told["precision_certain"], told["twins_certain"]
    return [
        Figure(_("Planted doubles: F1"), _share(f1), f"≥ {_share(GOOD)}", f1 >= GOOD),
        Figure(
            _("Precision of certain pairs"), _share(precision), f"≥ {_share(PRECISE)}", precision >= PRECISE
        ),
        Figure(_("Planted twins joined for certain"), _count(twins), "0", twins == 0),
        Figure(_("Planted doubles: precision"), _share(told["precision"])),
        Figure(_("Planted doubles: recall"), _share(told["recall"])),
        Figure(_("Recall of certain pairs"), _share(told["recall_certain"])),
        Figure(_("Planted twins held for one person"), _count(told["twins_likely"])),
        Figure(_("Planted doubles"), _count(told["planted"])),
        Figure(_("Planted twins"), _count(told["twins"])),
        Figure(_("People it learned from"), _count(told["people"])),
        Figure(_("Likely pairs in the register itself"), _count(told["likely"])),
        Figure(_("Judged pairs that it weighs as people judged them"), _judged(told)),
        Figure(_("Bits by which what people judged shifts it"), number_format(told.get("shift", 0.0), 1)),
    ]


def levels_of(model: LinkModel) -> list[Learned]:
    """What it learned, comparison by comparison."""
    read = Model.from_json(model.artefact)
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


def _share(value: float) -> str:
    return number_format(round(value, 4), 4)


def _count(value: int) -> str:
    return number_format(value, force_grouping=True)


def _judged(told: dict[str, Any]) -> str:
    judged, agreed = told.get("judged", 0), told.get("judged_agreed", 0)
    return f"{_count(agreed)} / {_count(judged)}" if judged else "—"
