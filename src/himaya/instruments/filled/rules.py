"""May this form be filled in, and did everything come along that its answers name?"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from himaya.instruments.xforms.models import FormVersion
from himaya.instruments.xforms.problems import Broken, Problem
from himaya.instruments.xforms.shape import Asked, Shape
from himaya.instruments.xforms.tree import Node
from himaya.kit.errors import Refused

FILE = "binary"


def require_asked(form: FormVersion, on: date) -> None:
    """Refused where the form is not asked on this day: not approved yet, retired, or followed by a newer version."""
    if form.valid is None or on not in form.valid:
        raise Refused(_("This form is not asked today. Choose another, or its newest version."), "form")


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
