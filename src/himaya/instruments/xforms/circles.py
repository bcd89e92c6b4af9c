"""Whether anything depends on itself."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def circles(needs: Mapping[Name, set[Name]]) -> list[list[Name]]:
    """One way round each knot of things that need one another, beginning with the first of them that was met."""
    found: list[list[Name]] = []
    done: set[Name] = set()
    for start in needs:
        if start not in done:
            found += _from(start, needs, done)
    return found


def _from(start: Name, needs: Mapping[Name, set[Name]], done: set[Name]) -> list[list[Name]]:
    """Goes as deep as it leads, without recursion: somebody else's form may be as deep as it likes."""
    found: list[list[Name]] = []
    way: list[Name] = [start]
    left = [iter(sorted(needs.get(start, ()), key=str))]
    while way:
        step = next(left[-1], None)
        if step is None:
            done.add(way.pop())
            left.pop()
        elif step in way:
            found.append([*way[way.index(step) :], step])
            done.add(step)
        elif step not in done:
            way.append(step)
            left.append(iter(sorted(needs.get(step, ()), key=str)))
    return found
