"""Who stands in a genogram, in which generation, and which ties are drawn how. Pure; any data ends in a drawing.

Broken and circular records are common (a grandmother who is also the guardian, a sister older than her mother): each
person gets the generation of the shortest and surest way from the one in question, a tie that does not fit the
generations is drawn as a plain line between the two, and nothing is lost from the words beside the drawing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any

HIGHEST, LOWEST = -2, 2  # generations above and below the one in question
MOST = 80  # figures in one drawing
PARENTS = frozenset({"mother", "father", "parent"})
# What a step along a tie costs: the surest ties decide the generation, those of care only where nothing else does.
COST = dict.fromkeys((*PARENTS, "child", "sibling", "twin"), 1) | {"half_sibling": 2}
COUPLE_COST, KIN_COST, CARE_COST = 2, 6, 30
FARTHEST = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One person as drawn. An unknown one stands for the parent nobody wrote down."""

    key: str
    sex: str = "unknown"
    born: date | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """`other` is `one`'s `kind`, for a time; `why` it ended."""

    kind: str
    one: str
    other: str
    since: date | None = None
    until: date | None = None
    why: str = ""


@dataclass(slots=True)
class Union:
    """Partners and their children. `look`: married, partners, parents (nothing said of the two), or siblings (no
    parents on record). `end`: separated or divorced."""

    partners: tuple[str, ...]
    children: list[str] = field(default_factory=list)
    look: str = "parents"
    end: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A tie drawn as a line of its own between two figures."""

    one: str
    other: str
    look: str
    kind: str


@dataclass(slots=True)
class Tree:
    """What is drawn."""

    index: str
    figures: dict[str, Figure]
    generation: dict[str, int]
    unions: list[Union]
    links: list[Link]
    twins: list[frozenset[str]]
    left_out: int = 0

    def rows(self) -> dict[int, list[str]]:
        """The figures of each generation, from the top."""
        found: dict[int, list[str]] = {}
        for key, level in self.generation.items():
            found.setdefault(level, []).append(key)
        return dict(sorted(found.items()))


Kinds = Mapping[str, Mapping[str, Any]]


def grow(
    index: str, figures: Mapping[str, Figure], ties: Iterable[Tie], kinds: Kinds, most: int = MOST
) -> Tree:
    """The tree around a person. `kinds`: what the code list says of each kind of tie (`generation`, `line`,
    `couple`)."""
    known = [t for t in ties if t.one in figures and t.other in figures and t.one != t.other]
    levels = _generations(index, known, kinds)
    left_out = max(0, len(levels) - most)
    levels = dict(list(levels.items())[:most])
    shown = {key: figures[key] for key in levels}
    tree = Tree(index, shown, levels, [], [], [], left_out)
    drawn = [t for t in known if t.one in levels and t.other in levels]
    _parents(tree, drawn)
    _couples(tree, drawn, kinds)
    _siblings(tree, drawn)
    tree.twins = _twins(tree, drawn)
    _links(tree, drawn, kinds)
    return tree


def _generations(index: str, ties: Iterable[Tie], kinds: Kinds) -> dict[str, int]:
    """Each person's generation by the surest way, nearest first; who stands outside the drawing is left out."""
    beside: dict[str, list[tuple[int, str, int]]] = {}
    for tie in ties:
        step = kinds.get(tie.kind, {}).get("generation")
        if step is not None:
            cost = _cost(tie.kind, kinds)
            beside.setdefault(tie.one, []).append((cost, tie.other, step))
            beside.setdefault(tie.other, []).append((cost, tie.one, -step))
    levels: dict[str, int] = {}
    waiting = [(0, 0, index)]
    while waiting:
        cost, level, key = heappop(waiting)
        if key in levels:
            continue
        levels[key] = level
        for more, other, step in beside.get(key, ()):
            if other not in levels and HIGHEST <= level + step <= LOWEST and cost + more <= FARTHEST:
                heappush(waiting, (cost + more, level + step, other))
    return levels


def _cost(kind: str, kinds: Kinds) -> int:
    said = kinds[kind]
    if kind in COST:
        return COST[kind]
    if said.get("couple"):
        return COUPLE_COST
    return KIN_COST if said.get("line") == "kin" else CARE_COST


# --- parents and children -----------------------------------------------------------------------------


def _parents(tree: Tree, ties: Iterable[Tie]) -> None:
    """Each child under its parents; where one parent is not on record, an unknown one stands beside the other."""
    above: dict[str, dict[str, str]] = {}
    for tie in ties:
        if tie.kind in PARENTS:
            above.setdefault(tie.one, {})[tie.other] = tie.kind
        elif tie.kind == "child":
            above.setdefault(tie.other, {}).setdefault(tie.one, "parent")
    by_partners: dict[tuple[str, ...], Union] = {}
    for child in sorted(above, key=lambda key: birth_order(tree.figures[key])):
        fitting = [p for p in above[child] if tree.generation[p] == tree.generation[child] - 1]
        pair = _pair([(p, above[child][p]) for p in fitting], tree)
        if pair:
            by_partners.setdefault(pair, Union(pair)).children.append(child)
    tree.unions += by_partners.values()


def birth_order(figure: Figure) -> tuple[date, str]:
    """The eldest first; whose birth is not known comes last."""
    return (figure.born or date.max, figure.key)


def _pair(parents: list[tuple[str, str]], tree: Tree) -> tuple[str, ...]:
    """Father and mother, in this order; at most two of those on record, the third is drawn as a plain tie."""
    if not parents:
        return ()
    ranked = sorted(parents, key=lambda p: (p[1] == "parent", birth_order(tree.figures[p[0]])))
    father = next((p for p, kind in ranked if _is(tree.figures[p], kind, "father", "male")), "")
    mother = next(
        (p for p, kind in ranked if p != father and _is(tree.figures[p], kind, "mother", "female")), ""
    )
    chosen = [p for p in (father, mother) if p]
    chosen += [p for p, _kind in ranked if p not in chosen][: 2 - len(chosen)]
    if len(chosen) == 1:
        chosen.append(_unknown_beside(chosen[0], tree))
    return tuple(sorted(chosen, key=lambda p: (_side(tree.figures[p].sex), birth_order(tree.figures[p]))))


def _is(figure: Figure, kind: str, word: str, sex: str) -> bool:
    return kind == word or figure.sex == sex


def _side(sex: str) -> int:
    """Men stand left of women."""
    return {"male": 0, "female": 2}.get(sex, 1)


def _unknown_beside(parent: str, tree: Tree) -> str:
    key = f"?{parent}"
    other = {"male": "female", "female": "male"}.get(tree.figures[parent].sex, "unknown")
    tree.figures.setdefault(key, Figure(key, other, unknown=True))
    tree.generation.setdefault(key, tree.generation[parent])
    return key


# --- couples and siblings -----------------------------------------------------------------------------


def _couples(tree: Tree, ties: Iterable[Tie], kinds: Kinds) -> None:
    """Marriage, living together, and their end. What is newest counts."""
    by_partners = {frozenset(union.partners): union for union in tree.unions}
    told = [t for t in ties if kinds.get(t.kind, {}).get("couple")]
    for tie in sorted(told, key=lambda t: (t.until is None, t.since or date.min, t.kind == "spouse")):
        if tree.generation[tie.one] != tree.generation[tie.other]:
            continue
        pair = frozenset({tie.one, tie.other})
        union = by_partners.get(pair)
        if union is None:
            both = sorted(pair, key=lambda p: (_side(tree.figures[p].sex), birth_order(tree.figures[p])))
            union = by_partners[pair] = Union(tuple(both))
            tree.unions.append(union)
        union.look = str(kinds[tie.kind]["couple"])
        union.end = _end(tie)


def _end(tie: Tie) -> str:
    """How a couple's time together ended; death ends no marriage line."""
    if tie.until is None or tie.why == "died":
        return ""
    return "divorced" if tie.why == "divorced" else "separated"


def _siblings(tree: Tree, ties: Iterable[Tie]) -> None:
    """Brothers and sisters whose parents nobody wrote down hang from one line."""
    with_parents = {child for union in tree.unions for child in union.children}
    groups: list[set[str]] = []
    for tie in ties:
        pair = {tie.one, tie.other}
        alike = tree.generation[tie.one] == tree.generation[tie.other]
        if tie.kind in ("sibling", "twin") and alike and not pair & with_parents:
            joined = [g for g in groups if g & pair]
            groups = [g for g in groups if not g & pair] + [pair.union(*joined)]
    for group in groups:
        children = sorted(group, key=lambda key: birth_order(tree.figures[key]))
        tree.unions.append(Union((), children, look="siblings"))


def _twins(tree: Tree, ties: Iterable[Tie]) -> list[frozenset[str]]:
    """Those born together, as far as they hang from one line."""
    found: list[frozenset[str]] = []
    line = {child: number for number, union in enumerate(tree.unions) for child in union.children}
    for tie in ties:
        if tie.kind == "twin" and tie.one in line and line[tie.one] == line.get(tie.other):
            pair = frozenset({tie.one, tie.other})
            joined = [g for g in found if g & pair]
            found = [g for g in found if not g & pair] + [pair.union(*joined)]
    return found


# --- all other ties -----------------------------------------------------------------------------------


def _links(tree: Tree, ties: Iterable[Tie], kinds: Kinds) -> None:
    """Ties that the drawing does not show by itself, each once."""
    structure = _structure(tree)
    seen: set[tuple[frozenset[str], str]] = set()
    for tie in ties:
        look = _look(tie, kinds)
        pair = frozenset({tie.one, tie.other})
        if not look or (pair, look) in seen or (look == "kin" and _near(structure, tie.one, tie.other)):
            continue
        seen.add((pair, look))
        one, other = (tie.other, tie.one) if tie.kind == "suspected_of_harm" else (tie.one, tie.other)
        tree.links.append(Link(one, other, look, tie.kind))


def _look(tie: Tie, kinds: Kinds) -> str:
    """The line of a tie; an ended one is drawn only where its end says something still (a bond, a danger)."""
    said = kinds.get(tie.kind, {})
    if tie.kind in PARENTS or tie.kind == "child":
        return "kin"
    if said.get("couple"):
        return ""
    look = str(said.get("line", ""))
    return "" if tie.until and look not in ("harm", "kin") else look


def _structure(tree: Tree) -> dict[str, set[str]]:
    """Who is joined to whom by the lines of descent."""
    beside: dict[str, set[str]] = {}
    for union in tree.unions:
        for child in union.children:
            for parent in union.partners:
                beside.setdefault(child, set()).add(parent)
                beside.setdefault(parent, set()).add(child)
        if not union.partners:
            for one, other in pairwise(union.children):
                beside.setdefault(one, set()).add(other)
                beside.setdefault(other, set()).add(one)
    return beside


def _near(beside: Mapping[str, set[str]], one: str, other: str, steps: int = 4) -> bool:
    """Do the lines of descent already join the two (parents, grandparents, aunts, cousins)?"""
    front, seen = {one}, {one}
    for _step in range(steps):
        front = {key for at in front for key in beside.get(at, ())} - seen
        if other in front:
            return True
        seen |= front
    return False
