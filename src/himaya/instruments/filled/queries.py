"""Reading the answers to methodologists' forms: as they go to the browser, as they are checked, as people read them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.access.models import Dossier
from himaya.instruments.filled.rules import FILE, flag_of, pairs
from himaya.instruments.responses.models import Response
from himaya.instruments.xforms.facts import with_facts
from himaya.instruments.xforms.instance import read_answers
from himaya.instruments.xforms.models import FormVersion
from himaya.instruments.xforms.queries import checked
from himaya.instruments.xforms.recheck import pick
from himaya.instruments.xforms.rules import answer_megabytes, spoken
from himaya.instruments.xforms.shape import META, Asked, Shape
from himaya.instruments.xforms.tree import Node
from himaya.kit import clock

_SIGNS = re.compile(r"\*{1,3}|_{2}|^#{1,6} ")


def filled_in(dossier: Dossier) -> QuerySet[Response]:
    """The answers to methodologists' forms in a dossier, the latest first."""
    rows: QuerySet[Response] = Response.objects.filter(dossier=dossier, xform__isnull=False)
    return (
        rows.select_related("xform", "started_by", "submitted_by")
        .defer("xform__file", "xform__xml")
        .order_by("-saved_at")
    )


def fillings() -> Any:
    """Answers to methodologists' forms, whole, for their own page."""
    return (
        Response.objects.filter(xform__isnull=False)
        .select_related("xform", "dossier__unit", "started_by", "submitted_by")
        .defer("xform__file")
    )


def form_xml(response: Response) -> str:
    """The compiled form with what the record tells it."""
    return with_facts(response.brought.xml, response.given)


def checked_answers(response: Response, instance: str) -> Node:
    """The answers as they could be sealed. Broken with every problem."""
    language = (get_language() or "az")[:2]
    return checked(response.brought, instance.encode(), language=language, facts=response.given)


# --- as people read them -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Read:
    """One answer, or the beginning of a group (`words` is empty, `heads` is set)."""

    label: str
    words: str = ""
    depth: int = 0
    heads: bool = False
    file: str = ""
    long: bool = False


def read(response: Response) -> list[Read]:
    """The answers in the reader's language as far as the form speaks it; questions without an answer are left out."""
    return read_instance(
        response.brought, response.answers.get("instance", ""), response.answers.get("files", {})
    )


def read_instance(form: FormVersion, instance: str, files: Mapping[str, str] | None = None) -> list[Read]:
    """The same of answers that are no record yet. Broken where they cannot be read."""
    if not instance:
        return []
    shape = form.shape
    answers = read_answers(instance.encode(), shape, megabytes=answer_megabytes(clock.today()))
    language = spoken(form.languages, (get_language() or "az")[:2])
    files = files or {}
    lines = list(_lines(shape, answers, language, files))
    return [line for at, line in enumerate(lines) if not line.heads or _holds_any(lines, at)]


def _lines(shape: Shape, answers: Node, language: str, files: Mapping[str, str]) -> Iterator[Read]:
    for asked, node in pairs(shape, answers, leave_out=(META,)):
        depth = asked.path.count("/") - 2
        if asked.kind == "repeat":
            yield Read(f"{_label(shape, asked, language)} {node.place}", depth=depth, heads=True)
        elif asked.kind == "group" and asked.labels:
            yield Read(plain(pick(asked.labels, language)), depth=depth, heads=True)
        elif asked.kind == "question" and node.text:
            yield Read(
                plain(pick(asked.labels, language)) or asked.name,
                _words(shape, asked, node, language),
                depth,
                file=files.get(node.text, "") if asked.type == FILE else "",
                long="\n" in node.text,
            )


def _label(shape: Shape, asked: Asked, language: str) -> str:
    """What an entry is called: as the group around it that was made for the label, or by its name."""
    around = shape.by_path().get(asked.path.rpartition("/")[0])
    labels = asked.labels or (around.labels if around is not None and around.name == asked.name else {})
    return plain(pick(labels, language)) or asked.name


def _holds_any(lines: list[Read], at: int) -> bool:
    """Whether anything is answered under a heading."""
    below = lines[at + 1 :]
    end = next((i for i, line in enumerate(below) if line.depth <= lines[at].depth), len(below))
    return any(not line.heads for line in below[:end])


def _words(shape: Shape, asked: Asked, node: Node, language: str) -> str:
    """One answer in words: choices by their labels, days as days are written here."""
    text = node.text
    if asked.choices is not None:
        labels = {value: pick(said, language) for value, said in shape.items(asked.choices.list_name)}
        chosen = text.split() if asked.control in ("select", "rank") else [text]
        return "; ".join(labels.get(one) or one for one in chosen)
    if asked.control == "trigger":
        return _("Confirmed")
    if asked.type == "date":
        return ".".join(reversed(text.split("-")))
    if asked.type == "dateTime":
        day, _at, time = text.partition("T")
        return f"{'.'.join(reversed(day.split('-')))} {time[:5]}"
    if asked.type == "decimal":
        return text.replace(".", ",") if get_language() != "en" else text
    return text[:5] if asked.type == "time" else text


def plain(label: str) -> str:
    """A label without the signs that make words bold or a line a heading."""
    return _SIGNS.sub("", label)


# --- scores ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScoreRead:
    """A score of one set of answers, what it means, and how grave that is."""

    name: str
    label: str
    value: float
    most: float
    means: str
    level: str


def scores(response: Response) -> list[ScoreRead]:
    """The scores as they were on the day of the answers, in the order of the sheet, in the reader's language."""
    form = response.brought
    language = spoken(form.languages, (get_language() or "az")[:2])
    found: Mapping[str, float] = response.score.get("scores", {})
    flags = set(response.flags)
    cut_offs = [cut for cut in form.scoring.get("cut_offs", ()) if flag_of(cut) in flags]
    reads = []
    for score in form.scoring.get("scores", ()):
        name = score["name"]
        if name in found:
            cut = next((cut for cut in cut_offs if cut["score"] == name), None)
            means = pick(cut["labels"], language) if cut else ""
            level = cut["level"] if cut else ""
            reads.append(
                ScoreRead(name, pick(score["labels"], language), found[name], score["most"], means, level)
            )
    return reads


MOST_COMPARED = 12  # sets of answers beside each other


def series(response: Response) -> list[Response]:
    """The sealed answers to the same form about the same person of this record, whatever their version, the oldest first:
    how they changed (the latest twelve)."""
    rows = Response.objects.filter(
        dossier=response.dossier_id,
        about=response.about_id,
        xform__form_id=response.brought.form_id,
        state=Response.SUBMITTED,
        submitted_at__lte=response.submitted_at,
    )
    return list(rows.only("score", "submitted_at", "dossier").order_by("-submitted_at")[:MOST_COMPARED])[::-1]
