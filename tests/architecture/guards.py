"""What the guards look at. Each returns the violations it finds, so that a planted one proves it can fail."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import models
from django.urls import URLPattern, URLResolver

SRC = Path(__file__).resolve().parents[2] / "src" / "himaya"
TESTS = SRC.parents[1] / "tests"

FLOORS = [
    {"kit"},
    {"clients"},
    {"reference"},
    {"access"},
    {"workflow"},
    {"registry"},
    {"instruments"},
    {"workforce"},
    {"services"},
    {"cases"},
    {"hotline", "care", "orders"},
    {"indicators"},
    {"programmes"},
    {"desk", "exchange"},
    {"demo"},
]
LEVEL = {name: level for level, floor in enumerate(FLOORS) for name in floor}

TOPIC_FILES = {
    "__init__", "models", "process", "rules", "queries", "actions", "forms", "views", "urls", "jobs", "signals", "reactions",
}  # fmt: skip
BANNED_NAMES = {"utils", "helpers", "common", "managers", "misc"}


# --- pages ---


def routes(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route with its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern.callback


def ungated(found: Iterable[tuple[str, Any]], trusted: Iterable[str]) -> list[str]:
    """Routes whose view passed no gate, save those of trusted libraries."""
    return [
        route
        for route, view in found
        if not getattr(view, "gate", None) and not any(view.__module__.startswith(t) for t in trusted)
    ]


# --- tables ---


def unlabelled(found: Iterable[type[models.Model]]) -> list[str]:
    """Columns of ours that do not say what kind of data they hold."""
    return [
        f"{m._meta.label}.{f.name}"
        for m in found
        for f in m._meta.get_fields()
        if isinstance(f, models.Field)
        and not f.primary_key
        and not f.is_relation
        and not getattr(f, "privacy", None)
    ]


def unprotected(
    found: Iterable[type[models.Model]], base: type[models.Model] | tuple[type[models.Model], ...]
) -> list[str]:
    """Tables with personal columns outside row security."""
    return [
        m._meta.label
        for m in found
        if not issubclass(m, base)
        and any(getattr(f, "privacy", "") in {"personal", "special", "secret"} for f in m._meta.get_fields())
    ]


def counted_words(found: Iterable[type[models.Model]], longest: int = 60) -> list[str]:
    """Columns that would survive anonymising and may hold words: counted but no short code, no list of codes; or long
    and called internal."""
    return [
        f"{m._meta.label}.{f.name}"
        for m in found
        for f in m._meta.local_concrete_fields
        if isinstance(f, models.CharField | models.TextField)
        and (getattr(f, "counted", False) or getattr(f, "privacy", "") == "internal")
        and (f.max_length or longest + 1) > longest
    ]


def upward_keys(edges: Iterable[tuple[str, str]]) -> list[str]:
    """Foreign keys that point to a higher floor, or to a stranger on the same one."""
    return [
        f"{source} -> {target}"
        for source, target in edges
        if source != target
        and source in LEVEL
        and target in LEVEL
        and (LEVEL[target] > LEVEL[source] or LEVEL[target] == LEVEL[source])
    ]


def key_edges(found: Iterable[type[models.Model]]) -> Iterator[tuple[str, str]]:
    """(context, context) of every foreign key and many-to-many."""
    for model in found:
        for f in [*model._meta.fields, *model._meta.many_to_many]:
            if f.is_relation and f.related_model:
                yield model._meta.app_label, f.related_model._meta.app_label  # type: ignore[union-attr]


# --- code ---


def python_files(root: Path = SRC) -> Iterator[Path]:
    """Ours, without migrations."""
    return (p for p in sorted(root.rglob("*.py")) if "migrations" not in p.parts)


def too_long(files: Iterable[Path], limit: int = 400) -> list[str]:
    """Files over the budget."""
    return [f"{p} {n}" for p in files if (n := len(p.read_text().splitlines())) > limit]


def long_functions(source: str, limit: int) -> list[str]:
    """Functions over the budget, docstring and decorators not counted."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1
            if length > limit:
                found.append(f"{node.name} {length}")
    return found


def imports_of(source: str) -> set[str]:
    """Modules a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


WEB = {"django.http", "django.shortcuts", "django_htmx", "django.views"}


def knows_the_web(source: str) -> list[str]:
    """Imports of the web in a file that must not know it."""
    return sorted(m for m in imports_of(source) if any(m == w or m.startswith(w + ".") for w in WEB))


def reaches_for_objects(source: str) -> list[str]:
    """`.objects` in a view other than to hand it to the gate (`visible_to`)."""
    return [
        f"line {number}"
        for number, line in enumerate(source.splitlines(), 1)
        if ".objects" in line and ".visible_to(" not in line
    ]


# --- templates ---

INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=|hx-on|hx-vals\s*=\s*['"]js:|<script(?![^>]*\bsrc=)|<style""", re.I
)
FILTERED_TRIGGER = re.compile(r"""hx-trigger\s*=\s*["'][^"']*\[""", re.I)


def breaks_policy(text: str) -> list[str]:
    """What the content security policy would refuse."""
    return [m.group().strip() for m in [*INLINE.finditer(text), *FILTERED_TRIGGER.finditer(text)]]


WORDS = re.compile(r">\s*([^<>{}%&]*[A-Za-zƏəĞğİıÖöÜüŞşÇç]{3,}[^<>{}%]*)\s*<")


def untranslated(text: str) -> list[str]:
    """Words a person reads that stand bare in a template."""
    bare = re.sub(r"{%\s*blocktrans(late)?\b.*?{%\s*endblocktrans(late)?\s*%}", "", text, flags=re.S)
    bare = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%.*?%}|{{.*?}}|<!--.*?-->", "", bare, flags=re.S)
    bare = re.sub(r"<(script|style|svg|code|kbd)\b.*?</\1>", "", bare, flags=re.S)
    return [m.group(1).strip() for m in WORDS.finditer(bare)]


# --- the requirements' table ---

ROW = re.compile(r"^\|\s*R?(\d+)\s*\|([^|]*)\|([^|]*)\|([^|]*)\|\s*(works|partly|not yet)\s*\|\s*$", re.M)
NAMED = re.compile(r"`((?:src|tests|docs|bench)/[^`:]+)(?:::(\w+))?`")


def untrue_rows(table: str, root: Path) -> list[str]:
    """Rows of docs/requirements.md that name a missing file or test, or work without a journey."""
    wrong = []
    rows = {int(m.group(1)): m for m in ROW.finditer(table)}
    wrong += [f"R{n}: no row" for n in range(1, 89) if n not in rows]
    for number, row in rows.items():
        wrong += [f"R{number}: no {name}" for name in missing(row.group(0), root)]
        if row.group(5) == "works" and "tests/journeys/" not in row.group(4):
            wrong.append(f"R{number}: works without a journey")
        if row.group(5) != "not yet" and not NAMED.search(row.group(4)):
            wrong.append(f"R{number}: {row.group(5)} without a test")
    return wrong


def missing(text: str, root: Path) -> list[str]:
    """Files and tests that a text names and that are not there."""
    found = []
    for path, test in NAMED.findall(text):
        file = root / path
        if not file.exists():
            found.append(path)
        elif test and not re.search(rf"def {test}\b", file.read_text()):
            found.append(f"{path}::{test}")
    return found
