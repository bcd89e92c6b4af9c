"""From pairs to people: the likeliest links first, and none that would make one of two who are known to be two."""

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING

from himaya.registry.linkage.recipe import Recipe

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Link = tuple[int, int]
# Bits of two records that are not linked themselves: of one person's records one pair in eight may be too miswritten
# to be found, of two people's hardly any is linked.
UNLINKED = -3.0


class Groups:
    """Records gathered step by step. Two groups stay apart where a pair across them is `apart`, or where each has a
    number of which one person has one, and these differ; or where the `weights` (bits) of all pairs across them, taken
    together, speak for two: who may be either of two people is the likelier one, and does not make one of them."""

    def __init__(
        self, numbers: dict[int, Hashable], apart: set[Link], weights: dict[Link, float] | None = None
    ) -> None:
        self._numbers = numbers
        self._apart = apart
        self._weights = weights
        self._apart_of = {record for pair in apart for record in pair}
        self._head: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}

    def head(self, record: int) -> int:
        """The record that stands for the group."""
        return self._head.get(record, record)

    def members(self, record: int) -> list[int]:
        """All of the record's group."""
        return self._members.get(self.head(record), [record])

    def join(self, a: int, b: int, *, misspelt: bool = False) -> bool:
        """One group of two; False where they must stay apart. `misspelt`: the two numbers are one, wrongly written."""
        first, second = self.head(a), self.head(b)
        if first == second:
            return True
        ours, theirs = self.members(a), self.members(b)
        if self._differ(ours, theirs, misspelt) or self._are_apart(ours, theirs):
            return False
        if self._weights is not None and self._together(self._weights, ours, theirs) < 0:
            return False
        if len(ours) < len(theirs):
            first, ours, theirs = second, theirs, ours
        self._members.pop(self.head(theirs[0]), None)
        self._members[first] = ours + theirs
        for record in theirs:
            self._head[record] = first
        return True

    def _differ(self, ours: list[int], theirs: list[int], misspelt: bool) -> bool:
        if misspelt or not self._numbers:
            return False
        mine = {self._numbers[r] for r in ours if r in self._numbers}
        other = {self._numbers[r] for r in theirs if r in self._numbers}
        return bool(mine and other and not mine & other)

    def _are_apart(self, ours: list[int], theirs: list[int]) -> bool:
        if not any(r in self._apart_of for r in ours):
            return False
        return any((min(a, b), max(a, b)) in self._apart for a in ours for b in theirs)

    def _together(self, weights: dict[Link, float], ours: list[int], theirs: list[int]) -> float:
        return sum(weights.get((min(a, b), max(a, b)), UNLINKED) for a in ours for b in theirs)

    def everyone(self) -> Iterable[tuple[int, list[int]]]:
        """Each group of two or more, by its head."""
        return self._members.items()


def cluster(con: "DuckDBPyConnection", recipe: Recipe, least: float) -> Groups:
    """Groups of the table `links` from this probability on; pairs of the table `kin` stay apart."""
    weights = {(a, b): w for a, b, w in con.execute("select a, b, weight from links").fetchall()}
    groups = Groups(_numbers(con, recipe), set(con.execute("select a, b from kin").fetchall()), weights)
    for a, b, misspelt in con.execute(
        f"select a, b, {_misspelt(recipe)} from links where probability >= {least!r} order by weight desc, a, b"
    ).fetchall():
        groups.join(a, b, misspelt=misspelt)
    return groups


def pair_off(con: "DuckDBPyConnection", least: float) -> list[Link]:
    """Of two files in each of which everybody stands once: each record's one partner, the likeliest links first."""
    taken: set[int] = set()
    chosen = []
    for a, b in con.execute(
        f"select a, b from links where probability >= {least!r} order by weight desc, a, b"
    ).fetchall():
        if a not in taken and b not in taken:
            taken |= {a, b}
            chosen.append((a, b))
    return chosen


def _misspelt(recipe: Recipe) -> str:
    if not recipe.once:
        return "false"
    number = next(n for n, level in recipe.start.named(recipe.once).numbered() if level.when == "one off")
    return f"{recipe.once} = {number}"


def _numbers(con: "DuckDBPyConnection", recipe: Recipe) -> dict[int, Hashable]:
    if not recipe.once:
        return {}
    rows = con.execute(
        f"select id, {recipe.once} from facts where {recipe.once} is not null "
        "and id in (select a from links union select b from links)"
    ).fetchall()
    return dict(rows)
