"""The conditions of a questionnaire: `${alone} = 'yes' and ${age} < 3`, the plain part of what XLSForm knows.

A condition is read once into a tree of lists (`["and", ["=", ["$", "alone"], "yes"], …]`), which the server works
out here and the page works out in the browser: both from the same tree.
"""

import re
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{[a-z][a-z0-9_]*\})|(?P<text>'[^']*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<sign>!=|<=|>=|=|<|>|\(|\)|,)|(?P<word>[a-z-]+))"
)
COMPARES = {"=", "!=", "<", "<=", ">", ">="}
Tree = Any  # a list of lists, text and numbers: what JSON can carry to the page


class BadCondition(ValueError):
    """A condition that cannot be read."""


def read(condition: str) -> Tree:
    """The tree of a condition. Raises BadCondition where it cannot be read."""
    tokens = _tokens(condition)
    tree = _either(tokens)
    if tokens:
        raise BadCondition(condition)
    return tree


def _tokens(condition: str) -> list[str]:
    tokens, at = [], 0
    text = condition.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise BadCondition(condition)
        tokens.append(found[found.lastgroup or 0])
        at = found.end()
    if not tokens:
        raise BadCondition(condition)
    return tokens


def _either(tokens: list[str]) -> Tree:
    left = _both(tokens)
    while tokens[:1] == ["or"]:
        tokens.pop(0)
        left = ["or", left, _both(tokens)]
    return left


def _both(tokens: list[str]) -> Tree:
    left = _compared(tokens)
    while tokens[:1] == ["and"]:
        tokens.pop(0)
        left = ["and", left, _compared(tokens)]
    return left


def _compared(tokens: list[str]) -> Tree:
    left = _single(tokens)
    if tokens and tokens[0] in COMPARES:
        return [tokens.pop(0), left, _single(tokens)]
    return left


def _single(tokens: list[str]) -> Tree:
    if not tokens:
        raise BadCondition("ends too early")
    word = tokens.pop(0)
    if word == "(":
        inner = _either(tokens)
        _expect(tokens, ")")
        return inner
    if word in {"not", "selected"}:
        return _called(word, tokens)
    if word.startswith("${"):
        return ["$", word[2:-1]]
    if word.startswith("'"):
        return word[1:-1]
    try:
        return float(word)
    except ValueError:
        raise BadCondition(word) from None


def _called(function: str, tokens: list[str]) -> Tree:
    _expect(tokens, "(")
    arguments = [_either(tokens)]
    if function == "selected":
        _expect(tokens, ",")
        arguments.append(_single(tokens))
    _expect(tokens, ")")
    return [function, *arguments]


def _expect(tokens: list[str], wanted: str) -> None:
    if not tokens or tokens.pop(0) != wanted:
        raise BadCondition(f"{wanted} is missing")


def names_in(tree: Tree) -> set[str]:
    """The questions a condition speaks of."""
    if not isinstance(tree, list):
        return set()
    if tree[0] == "$":
        return {str(tree[1])}
    return set().union(*(names_in(part) for part in tree[1:]))


def holds(tree: Tree, answers: Mapping[str, Any]) -> bool:
    """Whether the condition is true of these answers. What is not answered is empty text."""
    if not isinstance(tree, list):
        return bool(tree)
    head, parts = tree[0], tree[1:]
    if head == "and":
        return all(holds(part, answers) for part in parts)
    if head == "or":
        return any(holds(part, answers) for part in parts)
    if head == "not":
        return not holds(parts[0], answers)
    if head == "$":
        return bool(_value(tree, answers))
    return _compare(head, _value(parts[0], answers), _value(parts[1], answers))


def _value(tree: Tree, answers: Mapping[str, Any]) -> Any:
    if isinstance(tree, list) and tree[0] == "$":
        found = answers.get(tree[1])
        return "" if found is None else found
    return tree


def _compare(sign: str, left: Any, right: Any) -> bool:
    if sign == "selected":
        return str(right) in (left if isinstance(left, list) else str(left).split())
    numbers = _number(left), _number(right)
    if None not in numbers:
        left, right = numbers
    elif sign not in {"=", "!="}:
        return False
    else:
        left, right = str(left), str(right)
    return bool(
        {
            "=": left == right,
            "!=": left != right,
            "<": left < right,
            "<=": left <= right,
            ">": left > right,
            ">=": left >= right,
        }[sign]
    )


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None
