"""Working out expressions on the tree of answers, as ODK's own programs do: days count as numbers, an answer that is
not there is empty, a condition on a list of choices sees the choice and, through current(), the question."""

import math
import operator
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from himaya.instruments.xforms import grammar, values
from himaya.instruments.xforms.functions import FUNCTIONS
from himaya.instruments.xforms.grammar import Step, Tree
from himaya.instruments.xforms.tree import Here, Node, Worked


class NoSuchFunction(Exception):
    """A function that cannot be worked out here, or not with so many values."""


@lru_cache(maxsize=8192)
def expression(text: str) -> Worked:
    """An expression, ready to be worked out any number of times. NotRead, NoSuchFunction."""
    return _made(grammar.read(text))


def _made(tree: Tree) -> Worked:
    kind = tree[0]
    if kind in ("number", "text"):
        constant = tree[1]
        return lambda here: constant
    if kind == "minus":
        inner = _made(tree[1])
        return lambda here: -values.number_of(inner(here))
    if kind == "op":
        return _operator(tree[1], _made(tree[2]), _made(tree[3]))
    return _call(tree[1], tree[2]) if kind == "call" else _path(tree[1], tree[2])


def _call(name: str, arguments: list[Tree]) -> Worked:
    known = FUNCTIONS.get(name)
    if known is None or not known.fewest <= len(arguments) <= known.most:
        raise NoSuchFunction(name)
    work, made = known.work, [_made(argument) for argument in arguments]
    return lambda here: work(here, *made)


# --- operators ----------------------------------------------------------------------------------------


def _divided(left: float, right: float) -> float:
    if right:
        return left / right
    return math.nan if not left or math.isnan(left) else math.copysign(math.inf, left)


def _rest(left: float, right: float) -> float:
    return math.fmod(left, right) if right and math.isfinite(left) else math.nan


_COUNTED: dict[str, Callable[[float, float], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": _divided,
    "mod": _rest,
}
_ORDERED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _operator(sign: str, left: Worked, right: Worked) -> Worked:
    if sign == "or":
        return lambda here: values.truth_of(left(here)) or values.truth_of(right(here))
    if sign == "and":
        return lambda here: values.truth_of(left(here)) and values.truth_of(right(here))
    if sign in ("=", "!="):
        compare = values.same if sign == "=" else values.other
        return lambda here: compare(left(here), right(here))
    if sign in _COUNTED:
        count = _COUNTED[sign]
        return lambda here: count(values.number_of(left(here)), values.number_of(right(here)))
    return _ordered(_ORDERED[sign], left, right) if sign in _ORDERED else _united(left, right)


def _ordered(compare: Callable[[float, float], bool], left: Worked, right: Worked) -> Worked:
    def work(here: Here) -> bool:
        first, second = _numbers(left(here)), _numbers(right(here))
        here.run.spend(len(first) * len(second))
        return any(compare(a, b) for a in first for b in second)

    return work


def _numbers(value: Any) -> list[float]:
    if isinstance(value, list):
        return [values.number_of(node.text) for node in value]
    return [values.number_of(value)]


def _united(left: Worked, right: Worked) -> Worked:
    def work(here: Here) -> list[Node]:
        found = [*_nodes(left(here)), *_nodes(right(here))]
        return list(dict.fromkeys(found))

    return work


def _nodes(value: Any) -> list[Node]:
    return value if isinstance(value, list) else []


# --- ways to answers ----------------------------------------------------------------------------------


def _path(start: Any, steps: list[Step]) -> Worked:
    made = [(name, [_made(condition) for condition in conditions]) for name, conditions in steps]
    if start == "top":
        return _from_the_top(made)
    begin = None if start == "here" else _made(start)

    def work(here: Here) -> list[Node]:
        nodes = [here.node] if begin is None else _nodes(begin(here))
        for name, conditions in made:
            nodes = _stepped(nodes, name, conditions, here)
        return nodes

    return work


def _from_the_top(made: list[tuple[str, list[Worked]]]) -> Worked:
    """From the top of the answers of the question asked for, also while a list of choices is gone through."""

    def work(here: Here) -> list[Node]:
        above = Node("")
        top = here.current.top()
        above.children, above._by_name = [top], {top.name: [top]}
        nodes = [above]
        for name, conditions in made:
            nodes = _stepped(nodes, name, conditions, here)
        return nodes

    return work


def _stepped(nodes: list[Node], name: str, conditions: list[Worked], here: Here) -> list[Node]:
    found: list[Node] = []
    if not name:
        for condition in conditions:
            nodes = _kept(nodes, condition, here)
        return nodes
    for node in nodes:
        step = _one_step(node, name)
        here.run.spend(len(step) + 1)
        for condition in conditions:
            step = _kept(step, condition, here)
        found += step
    return list(dict.fromkeys(found)) if name == ".." and len(found) > 1 else found


def _one_step(node: Node, name: str) -> list[Node]:
    if name == ".":
        return [node]
    if name == "..":
        return [node.parent] if node.parent else []
    return node.children if name == "*" else node.named(name)


def _kept(nodes: list[Node], condition: Worked, here: Here) -> list[Node]:
    """Those for which the condition holds; a number is the place of the one meant."""
    found = []
    size = len(nodes)
    for place, node in enumerate(nodes, start=1):
        value = condition(Here(node, here.run, here.current, place, size))
        is_place = isinstance(value, float)
        if (value == place) if is_place else values.truth_of(value):
            found.append(node)
    return found


# --- what an expression is made of --------------------------------------------------------------------


@lru_cache(maxsize=8192)
def functions_of(text: str) -> frozenset[str]:
    """The functions that an expression calls."""
    return frozenset(tree[1] for tree in trees(grammar.read(text)) if tree[0] == "call")


def trees(tree: Tree) -> Iterator[Tree]:
    """An expression and everything it is made of."""
    yield tree
    for part in _parts(tree):
        yield from trees(part)


def _parts(tree: Tree) -> list[Tree]:
    if tree[0] == "op":
        return [tree[2], tree[3]]
    if tree[0] == "minus":
        return [tree[1]]
    if tree[0] == "call":
        return list(tree[2])
    if tree[0] == "path":
        own = [tree[1]] if isinstance(tree[1], tuple) else []
        return own + [condition for _name, conditions in tree[2] for condition in conditions]
    return []
