"""Whether every expression of a compiled form can be worked out: its functions, its ways to questions, its patterns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from himaya.instruments.xforms import grammar, patterns
from himaya.instruments.xforms.functions import FUNCTIONS
from himaya.instruments.xforms.grammar import Tree
from himaya.instruments.xforms.problems import Problem
from himaya.instruments.xforms.shape import META, Asked, Shape
from himaya.instruments.xforms.xpath import trees

COLUMNS = ("required", "relevant", "constraint", "calculate", "count")
_HEADING = {"calculate": "calculation", "count": "repeat_count"}
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an expression is read: a path of the form, or of a list of choices (`list` names it)."""

    path: Path
    list: str = ""


def unusable(shape: Shape, rows: Mapping[str, int]) -> list[Problem]:
    """What stands in the form that cannot be checked again, by the row of its question."""
    look = _Look(shape)
    found: list[Problem] = []
    for asked in shape.asked:
        for column, text in _expressions(asked):
            found += [
                Problem(code, sheet="survey", row=rows.get(asked.path, 0), column=column, said=said)
                for code, said in look.at(asked, text)
            ]
    return found


def _expressions(asked: Asked) -> Iterator[tuple[str, str]]:
    for column in COLUMNS:
        if text := getattr(asked, column):
            yield _HEADING.get(column, column), text
    if asked.choices:
        yield "choice_filter", asked.choices.nodeset


class _Look:
    def __init__(self, shape: Shape) -> None:
        self.paths = {tuple(one.path.strip("/").split("/")) for one in shape.top.below()}
        self.columns = {
            name: {cell.name for row in top.children[0].children for cell in row.children} | {"label"}
            for name, top in shape.lists.items()
        }

    def at(self, asked: Asked, text: str) -> list[tuple[str, dict[str, Any]]]:
        """What is wrong with one expression of one question."""
        try:
            tree = grammar.read(text)
        except grammar.NotRead as lost:
            return [("bad_expression", {"at": lost.at})]
        return [*_functions(tree), *self.ways(tree, _Place(tuple(asked.path.strip("/").split("/"))))]

    def ways(
        self, tree: Tree, place: _Place, top: _Place | None = None
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Ways that lead to nothing."""
        top = top or place
        if tree[0] != "path":
            for part in _inside(tree):
                yield from self.ways(part, place, top)
            return
        _path, start, steps = tree
        if isinstance(start, tuple):
            yield from self.ways(start, place, top)
        here = self.begin(start, place, top)
        for name, conditions in steps:
            here, wrong = self.step(here, name)
            if wrong:
                yield wrong
                return
            for condition in conditions:
                yield from self.ways(condition, here or place, top)

    def begin(self, start: Any, place: _Place, top: _Place) -> _Place | None:
        """From where a way goes; None where that cannot be said."""
        if start == "top":
            return _Place(())
        if start == "here":
            return place
        if start[0] == "call" and start[1] == "current":
            return top
        if start[0] == "call" and start[1] == "instance" and start[2][0][0] == "text":
            return _Place((), start[2][0][1])
        return None

    def step(self, here: _Place | None, name: str) -> tuple[_Place | None, tuple[str, dict[str, Any]] | None]:
        """One step further, or why there is none."""
        if here is None or name in ("", ".", "*"):
            return (None if name == "*" else here), None
        if name == "..":
            return _Place(here.path[:-1], here.list), None
        there = _Place((*here.path, name), here.list)
        if here.list:
            return there, self.of_list(there)
        if there.path not in self.paths and META not in there.path:
            return there, ("unknown_path", {"name": "/".join(there.path)})
        return there, None

    def of_list(self, there: _Place) -> tuple[str, dict[str, Any]] | None:
        """`root/item` and then a column of the list."""
        if there.path[:2] != ("root", "item")[: len(there.path)] or there.list not in self.columns:
            return ("unknown_path", {"name": "/".join(there.path)})
        if len(there.path) > 2 and there.path[2] not in self.columns[there.list]:
            return ("unknown_filter", {"list": there.list, "name": there.path[2]})
        return None


def _inside(tree: Tree) -> list[Tree]:
    if tree[0] == "op":
        return [tree[2], tree[3]]
    if tree[0] == "minus":
        return [tree[1]]
    return list(tree[2]) if tree[0] == "call" else []


def _functions(tree: Tree) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in trees(tree):
        if one[0] != "call":
            continue
        known = FUNCTIONS.get(one[1])
        if known is None:
            yield "unknown_function", {"name": one[1]}
        elif not known.fewest <= len(one[2]) <= known.most:
            yield "function_arguments", {"name": one[1]}
        elif one[1] == "regex" and one[2][1][0] == "text":
            yield from _pattern(one[2][1][1])


def _pattern(pattern: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        patterns.readable(pattern)
    except patterns.BadPattern as wrong:
        yield "bad_pattern", {"why": str(wrong)}
