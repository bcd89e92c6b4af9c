"""What may stand in an address. Whatever a person types in free words is posted (`himaya.kit.asked`): names, numbers
and stories of children must reach no history, no log of a proxy and no referrer."""

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django import forms

# Every name read from an address, and why it says nothing of anybody.
OPAQUE = {
    "after": "a moment and the number of a row, to turn the page",
    "ask": "a random word under which a search is kept (kit.asked)",
    "before": "the number of an audit line, to turn the page",
    "counted": "whether a list is counted before it is shown",
    "fate": "a code",
    "for": "a signed purpose: numbers of records and the page to go back to",
    "form": "which sample the style guide shows",
    "goal": "an opaque id",
    "join": "an opaque id",
    "language": "the name of one of a form's languages, chosen by a link",
    "layout": "which layout the style guide shows",
    "list": "the code of a list of reports",
    "look": "whether complaints are shown",
    "next": "a page of ours, which itself may hold only these",
    "other": "an opaque id",
    "page": "a number",
    "person": "an opaque id",
    "report": "an opaque id",
    "ready": "the code of a ready text",
    "service": "an opaque id",
    "state": "a code",
    "story": "whether the whole story is shown",
    "whose": "a code",
    "week": "a day",
    "year": "a number",
}
# Kinds of fields whose value comes from a list of ours, or is a number or a day.
CLOSED = (forms.ChoiceField, forms.BooleanField, forms.IntegerField, forms.DateField, forms.ModelChoiceField)
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S | re.I)
POSTED = re.compile(r"""method=["'](post|dialog|\{\{ (attrs\.)?method \}\})["']""", re.I)
TYPED_IN = re.compile(
    r"""<textarea|<input(?![^>]*type=["'](?:hidden|checkbox|radio|submit|date|number)["'])|<c-picker""", re.I
)
COMPONENT = re.compile(r"""<c-form\b[^>]*\bmethod=["']get""", re.I)
FETCHED = re.compile(r"""<(?:input|textarea)\b[^>]*\bhx-get=""", re.I)


def free_text(form: type[forms.Form]) -> list[str]:
    """Fields of a form in which one may write what one likes."""
    return [
        name
        for name, field in form.base_fields.items()
        if not isinstance(field, CLOSED) and not issubclass(type(field.widget), forms.CheckboxInput)
    ]


def open_forms(template: str) -> list[str]:
    """Forms sent in the address in which something can be typed, and inputs that ask by GET as one types."""
    found = [
        attributes.strip() or "<form>"
        for attributes, body in FORM.findall(template)
        if not POSTED.search(attributes) and TYPED_IN.search(body)
    ]
    found += [m.group() for m in COMPONENT.finditer(template)]
    return found + [m.group() for m in FETCHED.finditer(template)]


def read_names(source: str) -> set[str]:
    """Names of parameters a file reads from an address."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_get(node.func.value):
            found |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
        if isinstance(node, ast.Subscript) and _is_get(node.value) and isinstance(node.slice, ast.Constant):
            found.add(str(node.slice.value))
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Constant):
            found |= {node.left.value for right in node.comparators if _is_get(right)}
    return {str(name) for name in found}


def _is_get(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "GET"


def forms_by_get(path: Path, root: Path) -> Iterator[tuple[str, Any]]:
    """(name, class) of every form that a file fills from an address."""
    source = path.read_text()
    if ".GET" not in source:
        return
    module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not any(_is_get(n) for a in node.args for n in ast.walk(a)):
            continue
        if isinstance(node.func, ast.Name):
            found = getattr(module, node.func.id, None)
            if isinstance(found, type) and issubclass(found, forms.BaseForm):
                yield node.func.id, found


def spoken(found: Iterable[tuple[str, Any]]) -> list[str]:
    """Forms filled from an address that hold a field of free text."""
    return [f"{name}.{field}" for name, form in found for field in free_text(form)]
