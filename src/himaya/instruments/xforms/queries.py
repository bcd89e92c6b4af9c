"""Which forms there are, which holds on a day, and what a form asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from himaya.instruments.xforms.compiling import Compiled, compiled
from himaya.instruments.xforms.facts import Facts, is_fact
from himaya.instruments.xforms.instance import read_answers
from himaya.instruments.xforms.models import FormVersion
from himaya.instruments.xforms.problems import Broken
from himaya.instruments.xforms.recheck import pick, recheck
from himaya.instruments.xforms.rules import answer_megabytes, language_code, limits, sizes
from himaya.instruments.xforms.shape import META, Asked, Labels, Shape
from himaya.instruments.xforms.tree import Node
from himaya.instruments.xforms.words import CONDITIONS, KINDS
from himaya.kit import clock
from himaya.reference.queries import label as codes_label

# The workbook and what it was compiled to are long, and no list needs them.
_LONG = ("file", "xml", "remarks", "scoring")
MOST_CHOICES = 60  # of a list shown under each question


def forms() -> QuerySet[FormVersion]:
    """Every version, without what is long."""
    return FormVersion.objects.defer(*_LONG).select_related("brought_by", "approved_by")


def forms_to_approve() -> list[FormVersion]:
    """What was brought and waits for a second person, the oldest first."""
    return list(forms().filter(status=FormVersion.Status.DRAFT).order_by("brought_at"))


def versions(*, whole: bool = False) -> QuerySet[FormVersion]:
    """Every version for its own page; with the workbook itself where it is fetched."""
    found = FormVersion.objects.select_related("brought_by", "approved_by")
    return found if whole else found.defer("file")


def form_on(form_id: str, on: date) -> FormVersion | None:
    """The version of a form that is asked on a day; None where none is."""
    return FormVersion.objects.filter(form_id=form_id, valid__contains=on).first()


def forms_on(on: date) -> QuerySet[FormVersion]:
    """Every form that is asked on a day."""
    return forms().filter(valid__contains=on).order_by("title")


def compiled_file(path: Path, name: str = "") -> Compiled:
    """A workbook compiled within today's limits, in a process of its own; Broken with every problem.

    Takes up to some seconds, so it comes before any write."""
    return compiled(path, sizes(clock.today()), name)


def checked(
    form: FormVersion, content: bytes, *, language: str = "az", now: Any = None, facts: Facts | None = None
) -> Node:
    """The submitted answers, checked again from the first to the last; `facts` is what the record told the form.
    Broken with every problem."""
    today = clock.today()
    shape = form.shape
    answers = read_answers(content, shape, megabytes=answer_megabytes(today))
    named = next((name for name in form.languages if language_code(name) == language), "")
    problems = recheck(
        shape, answers, now=now or clock.now(), language=named, limits=limits(today), facts=facts
    )
    if problems:
        raise Broken(problems, field=None)
    return answers


def told_facts(form: FormVersion, instance: str) -> dict[str, str]:
    """What the record told a phone, as it stands in the answers that it sent."""
    shape = form.shape
    answers = read_answers(instance.encode(), shape, megabytes=answer_megabytes(clock.today()))
    names = {asked.name for asked in shape.asked if is_fact(asked)}
    return {node.name: node.text for node in answers.below() if node.name in names}


# --- what a page shows --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A question, or the beginning of a group, as it is listed."""

    path: str
    depth: int
    kind: Any
    label: str
    hint: str
    conditions: list[tuple[Any, str]]
    choices: list[str] = field(default_factory=list)
    more: int = 0


def lines(shape: Shape, language: str) -> list[Line]:
    """Everything that is asked or worked out, in order, in one of the form's languages."""
    return [_line(shape, one, depth, language) for one, depth in _walk(shape.top, 0)]


def _walk(asked: Asked, depth: int) -> Iterator[tuple[Asked, int]]:
    for child in asked.children:
        if child.name == META:
            continue
        yield child, depth
        yield from _walk(child, depth + 1)


def _line(shape: Shape, one: Asked, depth: int, language: str) -> Line:
    said = ("required", "relevant", "constraint", "calculate", "count")
    choices = _choices(shape, one, language)
    return Line(
        one.path,
        min(depth, 3),
        KINDS.get(_kind(one), one.type),
        one.label(language) if one.labels else one.name,
        pick(one.hints, language),
        [(CONDITIONS[name], text) for name in said if (text := getattr(one, name))],
        choices[:MOST_CHOICES],
        max(len(choices) - MOST_CHOICES, 0),
    )


def _kind(one: Asked) -> str:
    """In which of the words for kinds it is told."""
    if one.kind != "question":
        return one.kind
    if one.control in ("select", "select1", "rank", "range", "trigger"):
        return one.control
    return "note" if one.read_only and not one.calculate else one.type


def _choices(shape: Shape, one: Asked, language: str) -> list[str]:
    if one.choices is None:
        return []
    items: list[tuple[str, Labels]] = shape.items(one.choices.list_name)
    return [pick(labels, language) or value for value, labels in items]


@dataclass(frozen=True, slots=True)
class ScoringRow:
    """A score, or one of its cut-offs, as the form's page lists it."""

    name: str
    label: str
    at_least: str = ""
    means: str = ""
    level: str = ""
    since: str = ""
    until: str = ""


def scoring_rows(form: FormVersion, language: str) -> list[ScoringRow]:
    """Each score with its cut-offs, the lowest first; a score without any in a row of its own."""
    found = []
    for score in form.scoring.get("scores", ()):
        name, label = score["name"], pick(score["labels"], language)
        mine = [cut for cut in form.scoring["cut_offs"] if cut["score"] == name]
        found += [
            ScoringRow(
                name,
                label,
                f"{cut['at_least']:g}",
                pick(cut["labels"], language),
                codes_label("risk.level", cut["level"]) if cut["level"] else "",
                _written(cut["since"]),
                _written(cut["until"]),
            )
            for cut in sorted(mine, key=lambda cut: (float(cut["at_least"]), str(cut["since"])))
        ] or [ScoringRow(name, label)]
    return found


def _written(day: str) -> str:
    return ".".join(reversed(day.split("-"))) if day else ""
