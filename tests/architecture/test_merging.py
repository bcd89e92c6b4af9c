"""A second tab never overwrites and never loses: whatever checks a version is asked with the version of the page, by a
form that shows what somebody else saved beside what one typed."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.guards import SRC

# Writes that check a version and are asked by no page of their own, each with the reason.
ASKED_ELSEWHERE: dict[str, str] = {}


# What is typed into a search is posted too, so that it stands in no address; signing in changes no record.
SEARCHES = r'<form[^>]*(hm-filters|role="search"|account_login)|(?s:.*type="search")'


def versioned(files: Iterable[Path]) -> set[str]:
    """Names of the actions that take the version a page was opened on."""
    found = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef) and _is_action(node):
                found |= {node.name} & ({node.name} if _takes_version(node) else set())
    return found


def _is_action(node: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Call) and getattr(d.func, "id", "") == "action" for d in node.decorator_list)


def _takes_version(node: ast.FunctionDef) -> bool:
    return any(arg.arg == "expected" for arg in node.args.kwonlyargs)


def asked(source: str, names: set[str]) -> Iterator[tuple[str, str, bool]]:
    """(view, action, whether the page's version goes along) for every call of one of these actions."""
    views = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    shared = dict(_shared(views))
    for view in views:
        carried = set(_dicts_with_version(view))
        for call in (node for node in ast.walk(view) if isinstance(node, ast.Call)):
            done_by = _name(call.func)
            if done_by in shared:
                yield from ((view.name, _name(a), shared[done_by]) for a in call.args if _name(a) in names)
            elif (one := call.args[1] if done_by == "attempt" else call.func) and _name(one) in names:
                yield view.name, _name(one), _carries(call, carried)


def _shared(views: list[ast.FunctionDef]) -> Iterator[tuple[str, bool]]:
    """Functions that several views share, given the action to attempt; whether they carry the version."""
    for view in views:
        given = {arg.arg for arg in view.args.args}
        for call in (node for node in ast.walk(view) if isinstance(node, ast.Call)):
            if _name(call.func) == "attempt" and _name(call.args[1]) in given:
                yield view.name, _carries(call, set(_dicts_with_version(view)))


def _dicts_with_version(view: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(view):
        value = getattr(node, "value", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(value, ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(k, ast.Constant) and k.value == "expected" for k in value.keys):
                yield from (t.id for t in targets if isinstance(t, ast.Name))


def _carries(call: ast.Call, carried: set[str]) -> bool:
    return any(k.arg == "expected" or (k.arg is None and _name(k.value) in carried) for k in call.keywords)


def _name(node: ast.AST) -> str:
    return getattr(node, "attr", None) or getattr(node, "id", "") or ""


def raw_fields(template: str) -> list[str]:
    """Fields written by hand in a form that posts: they would know nothing of a merge."""
    found = []
    for form in re.findall(r'<form[^>]*method="post".*?</form>', template, re.DOTALL):
        if re.match(SEARCHES, form):
            continue
        found += re.findall(r"<(?:textarea|select)\b", form)
        found += re.findall(r'<input(?![^>]*type="(?:hidden|submit|checkbox)")[^>]*>', form)
    return found


ACTIONS = [f for f in SRC.rglob("*.py") if f.stem == "actions" or f.parent.name == "actions"]
VIEWS = [f for f in SRC.rglob("*.py") if f.stem == "views" or f.parent.name == "views"]


def test_every_versioned_write_is_asked_with_the_version_of_the_page() -> None:
    names = versioned(ACTIONS)
    calls = [
        (f"{f.relative_to(SRC)}:{view}", name, ok)
        for f in VIEWS
        for view, name, ok in asked(f.read_text(), names)
    ]
    assert [(view, name) for view, name, ok in calls if not ok] == []
    assert names - {name for _view, name, _ok in calls} == set(ASKED_ELSEWHERE)


def test_forms_are_drawn_by_the_component_that_merges() -> None:
    found = {
        str(path.relative_to(SRC)): raw
        for path in SRC.rglob("templates/**/*.html")
        if "components" not in path.parts and (raw := raw_fields(path.read_text()))
    }
    assert found == {}


def test_the_guards_find_a_planted_page_without_a_version(tmp_path: Path) -> None:
    file = tmp_path / "actions.py"
    file.write_text("@action(P)\ndef keep(*, thing, by, expected=None): ...\ndef other(*, expected): ...\n")
    names = versioned([file])
    assert names == {"keep"}
    good = 'def a(request):\n    given: dict = {"expected": form.version}\n    attempt(form, actions.keep, **given)\n'
    bad = (
        "def b(request):\n    attempt(form, keep, thing=1, by=2)\ndef c(request):\n    keep(thing=1, by=2)\n"
    )
    assert list(asked(good + bad, names)) == [("a", "keep", True), ("b", "keep", False), ("c", "keep", False)]
    assert raw_fields(
        '<form method="post"><input type="hidden" name="a"><textarea name="b"></textarea></form>'
    ) == ["<textarea"]
