"""What a test may not ask of a page in a browser: an answer at once, which tells how fast the machine is."""

import ast
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
# What playwright answers from the page as it stands, without waiting; `expect(…)` waits for each of them.
AT_ONCE = {
    "is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "is_editable", "inner_text",
    "all_inner_texts", "all_text_contents", "text_content", "inner_html", "input_value", "get_attribute",
    "content", "evaluate", "evaluate_all",
}  # fmt: skip
NOT_FOR_DECIDING = {"is_visible", "is_hidden"}  # nor may a test go one way or another by them
FINDS = {"locator", "first", "last", "nth", "get_by_role", "get_by_text", "get_by_label"}


def hasty(source: str) -> list[str]:
    """The reads that do not wait: a line and what is read, each."""
    tree = ast.parse(source)
    found = set()
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Assert):
            found |= {(read.lineno, name) for read in ast.walk(node.test) if (name := _read_at_once(read))}
        elif isinstance(called, ast.Attribute) and called.attr in NOT_FOR_DECIDING:
            found.add((called.lineno, called.attr))
    return [f"{line}: {name}" for line, name in sorted(found)]


def _read_at_once(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name = node.func.attr
        if name in AT_ONCE or (name == "count" and not node.args and _names(node.func.value) & FINDS):
            return name
    if (
        isinstance(node, ast.Attribute)
        and node.attr == "url"
        and "page" in ast.unparse(node.value).split(".")
    ):
        return "url"
    return ""


def _names(node: ast.AST) -> set[str]:
    return {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def hasty_tests() -> list[str]:
    """Every such read of every test."""
    return [
        f"{path.relative_to(TESTS)}:{told}"
        for path in sorted(TESTS.rglob("*.py"))
        for told in hasty(path.read_text(encoding="utf-8"))
    ]
