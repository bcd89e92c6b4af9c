"""May this form be filled in, did everything come along that its answers name, and what do its scores mean?"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.instruments.scoring.rules import highest
from himaya.instruments.xforms.models import FormVersion
from himaya.instruments.xforms.problems import Broken, Problem
from himaya.instruments.xforms.scoresheet import in_force
from himaya.instruments.xforms.shape import Asked, Shape
from himaya.instruments.xforms.tree import Node
from himaya.kit.errors import Refused

FILE = "binary"


def require_asked(form: FormVersion, on: date) -> None:
    """Refused where the form is not asked on this day: not approved yet, retired, or followed by a newer version."""
    if form.valid is None or on not in form.valid:
        raise Refused(_("This form is not asked today. Choose another, or its newest version."), "form")


def require_was_asked(form: FormVersion, on: date) -> None:
    """Refused where the form was never asked until this day. One that was retired since is taken: it was asked when
    somebody took it along, were it only for hours of its first day (such a version has no period left)."""
    if form.approved_by_id is None or (form.valid is not None and form.valid.lower > on):
        raise Refused(_("This form was never approved, so nobody may be asked it."), "form")


def require_files(shape: Shape, answers: Node, files: Mapping[str, Any]) -> list[str]:
    """The files that the answers name, in their order. Broken with every one that did not come along."""
    named = [(asked, node.text) for asked, node in pairs(shape, answers) if asked.type == FILE and node.text]
    missing = [
        Problem("no_file", path=asked.path, label=asked.label(), said={"name": name})
        for asked, name in named
        if name not in files
    ]
    if missing:
        raise Broken(missing, field=None)
    return list(dict.fromkeys(name for _asked, name in named))


def pairs(shape: Shape, answers: Node, leave_out: Collection[str] = ()) -> Iterator[tuple[Asked, Node]]:
    """Every question, group and entry of a repeat with its answers, in the order of the form; questions inside a
    repeat once for each entry."""
    yield from _below(shape.top, answers, leave_out)


def _below(asked: Asked, node: Node, leave_out: Collection[str]) -> Iterator[tuple[Asked, Node]]:
    for child in asked.children:
        if child.name in leave_out:
            continue
        for given in node.named(child.name):
            yield child, given
            yield from _below(child, given, leave_out)


@dataclass(frozen=True, slots=True)
class Scored:
    """What the scores of one set of answers are, the codes of the cut-offs that they reached, and the gravest level any
    of these calls for. A score only advises; a person decides (domain §6)."""

    scores: dict[str, float]
    flags: tuple[str, ...] = ()
    level: str = ""


def scored(scoring: Mapping[str, Any], answers: Mapping[str, str], on: date) -> Scored:
    """The scores by the methodologist's sheets, with the cut-offs in force on a day: of each score the highest that it
    reaches. What has no number has no score."""
    found: dict[str, float] = {}
    for score in scoring.get("scores", ()):
        value = number_of(answers.get(score["name"], ""))
        if value is not None:
            found[score["name"]] = value
    reached = [cut for name, value in found.items() if (cut := reached_by(scoring, name, value, on))]
    flags = tuple(flag_of(cut) for cut in reached)
    return Scored(found, flags, highest(*(cut["level"] for cut in reached)))


def reached_by(scoring: Mapping[str, Any], name: str, value: float, on: date) -> Mapping[str, Any] | None:
    """The highest cut-off in force that a score reaches; None where it reaches none."""
    mine = [cut for cut in scoring.get("cut_offs", ()) if cut["score"] == name and in_force(cut, on)]
    reached = [cut for cut in mine if value >= cut["at_least"]]
    return max(reached, key=lambda cut: float(cut["at_least"]), default=None)


def flag_of(cut: Mapping[str, Any]) -> str:
    """A cut-off as the record remembers it."""
    return f"{str(cut['score'])[:40]}:{cut['at_least']:g}"


def number_of(text: str) -> float | None:
    """The number an answer is; None where it is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def single_answers(shape: Shape, answers: Node) -> dict[str, str]:
    """What is answered once, by the question's name."""
    named = [(asked.name, node.text) for asked, node in pairs(shape, answers) if not asked.children]
    counts = [name for name, _text in named]
    return {name: text for name, text in named if counts.count(name) == 1}
