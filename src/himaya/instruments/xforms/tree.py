"""The little tree on which expressions are worked out: answers, and lists of choices."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class Node:
    """A question's answer, a group of them, or a choice. `parent` is None at the top."""

    __slots__ = ("_by_name", "children", "name", "parent", "text")

    def __init__(self, name: str, parent: "Node | None" = None, text: str = "") -> None:
        self.name, self.parent, self.text = name, parent, text
        self.children: list[Node] = []
        self._by_name: dict[str, list[Node]] = {}

    def add(self, name: str, text: str = "") -> "Node":
        """A new child, the last one."""
        child = Node(name, self, text)
        self.children.append(child)
        self._by_name.setdefault(name, []).append(child)
        return child

    def named(self, name: str) -> "list[Node]":
        """The children of this name."""
        return self._by_name.get(name, [])

    def top(self) -> "Node":
        """The root of its tree."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def below(self) -> "Iterator[Node]":
        """Itself and all under it, as they stand."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @property
    def place(self) -> int:
        """Which one it is, from 1, among those of its name."""
        if self.parent is None:
            return 1
        alike = self.parent.named(self.name)
        return alike.index(self) + 1 if self in alike else len(alike) + 1


class TooHeavy(Exception):
    """More work was needed than may be."""


@dataclass(slots=True)
class Run:
    """One working out: the moment it counts for, the lists of choices, how much work is still allowed."""

    now: datetime
    lists: dict[str, Node] = field(default_factory=dict)
    steps: int = 2_000_000
    milliseconds: int = 100
    choice_name: Callable[[str, str], str] = lambda _path, _value: ""

    def spend(self, steps: int) -> None:
        """Counts the work. TooHeavy when it is used up."""
        self.steps -= steps
        if self.steps < 0:
            raise TooHeavy


@dataclass(slots=True)
class Here:
    """Where an expression is worked out: the node, which one of how many it is, and the question it is asked for."""

    node: Node
    run: Run
    current: Node
    position: int = 1
    size: int = 1


Worked = Callable[[Here], Any]
