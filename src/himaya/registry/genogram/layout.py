"""Where the figures of a genogram stand: generations in rows, partners side by side, children below their parents.

Rows are filled from left to right in an order taken from the person in question outwards (the father's side left, the
mother's right, children by birth). Each row is then moved as near as possible above and below its relatives: the best
places that keep order and distance are an isotonic regression, found exactly by pooling neighbours. No figure ever
covers another, whatever the data.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean

from himaya.registry.genogram.rules import Tree, Union

SLOT, APART = 124.0, 14.0
ROUNDS = 8
# How far the two parents of somebody are thought apart, by generation: the sides of a family stay together.
SPREAD = {-1: 8.0, -2: 3.0}


@dataclass(slots=True)
class Places:
    """Each figure's place in its row, rows from 0 at the top; and each row's clusters in order."""

    x: dict[str, float] = field(default_factory=dict)
    row: dict[str, int] = field(default_factory=dict)
    clusters: list[list[list[str]]] = field(default_factory=list)
    width: float = 0


def place(tree: Tree) -> Places:
    """Finds the places."""
    leaning = _leaning(tree)
    places = Places()
    for number, keys in enumerate(tree.rows().values()):
        clusters = sorted(
            _clusters(keys, tree.unions, leaning), key=lambda c: (fmean(leaning[k] for k in c), c[0])
        )
        places.clusters.append(clusters)
        places.row |= dict.fromkeys(keys, number)
        at = 0.0
        for cluster in clusters:
            for key in cluster:
                places.x[key] = at
                at += SLOT
            at += APART
    for turn in range(ROUNDS):
        order = range(len(places.clusters))
        for number in order if turn % 2 else reversed(order):
            _settle(places, number, tree.unions)
    least = min(places.x.values())
    places.x = {key: x - least + SLOT / 2 for key, x in places.x.items()}
    places.width = max(places.x.values()) + SLOT / 2
    return places


def _leaning(tree: Tree) -> dict[str, float]:
    """A first guess from the person in question outwards: left or right, and how far."""
    guess = {tree.index: 0.0}
    waiting = [tree.index]
    as_child = {child: union for union in tree.unions for child in union.children}
    as_partner: dict[str, list[Union]] = {}
    for union in tree.unions:
        for partner in union.partners:
            as_partner.setdefault(partner, []).append(union)
    while waiting:
        key = waiting.pop(0)
        told = _upwards(tree, as_child[key], key, guess[key]) if key in as_child else []
        for number, union in enumerate(as_partner.get(key, ())):
            told += _sideways(union, key, guess[key], number)
        fresh = {other: where for other, where in told if other not in guess}
        guess |= fresh
        waiting += fresh
    return _linked(tree, guess)


def _linked(tree: Tree, guess: dict[str, float]) -> dict[str, float]:
    """Whom no descent joins stands near the one they are tied to, or last."""
    for number, link in enumerate(tree.links):
        for one, other in ((link.one, link.other), (link.other, link.one)):
            if one in guess:
                guess.setdefault(other, guess[one] + 1.5 + number / 100)
    for number, key in enumerate(tree.figures):
        guess.setdefault(key, 30.0 + number)
    return guess


def _upwards(tree: Tree, union: Union, key: str, where: float) -> list[tuple[str, float]]:
    """Parents to both sides, brothers and sisters by birth."""
    wide = SPREAD.get(tree.generation[key] - 1, 1.5)
    told = [(partner, where + (wide if number else -wide)) for number, partner in enumerate(union.partners)]
    mine = union.children.index(key)
    return told + [(child, where + (number - mine) * 0.9) for number, child in enumerate(union.children)]


def _sideways(union: Union, key: str, where: float, number: int) -> list[tuple[str, float]]:
    """Partners beside, in the order in which they were told; children below."""
    first = union.partners[0] == key
    told = [(p, where + (0.3 + 0.1 * number) * (1 if first else -1)) for p in union.partners if p != key]
    middle = (len(union.children) - 1) / 2
    return told + [
        (child, where + (at - middle) * 0.5 + number * 0.1) for at, child in enumerate(union.children)
    ]


def _clusters(keys: list[str], unions: list[Union], leaning: dict[str, float]) -> list[list[str]]:
    """Partners of partners stand together."""
    beside: dict[str, list[str]] = {key: [] for key in keys}
    for union in unions:
        if len(union.partners) == 2 and all(p in beside for p in union.partners):
            one, other = union.partners
            beside[one].append(other)
            beside[other].append(one)
    found, seen = [], set[str]()
    for key in sorted(keys, key=lambda k: (len(beside[k]) != 1, leaning[k], k)):
        if key in seen:
            continue
        chain, waiting = [], [key]
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                chain.append(at)
                waiting += sorted((p for p in beside[at] if p not in seen), key=lambda p: -leaning[p])
        found.append(chain if leaning[chain[0]] <= leaning[chain[-1]] else chain[::-1])
    return found


def _settle(places: Places, number: int, unions: Sequence[Union]) -> None:
    """Moves a row's clusters as near to their relatives as order and distance allow."""
    pulls = _pulls(places, number, unions)
    clusters = places.clusters[number]
    wanted = []
    for cluster in clusters:
        moved = [pull for key in cluster for pull in pulls.get(key, ())]
        centre = fmean(places.x[key] for key in cluster)
        wanted.append(centre + (fmean(moved) if moved else 0))
    widths = [len(cluster) * SLOT for cluster in clusters]
    for cluster, centre in zip(clusters, spread(wanted, widths), strict=True):
        for at, key in enumerate(cluster):
            places.x[key] = centre + (at - (len(cluster) - 1) / 2) * SLOT


def _pulls(places: Places, number: int, unions: Sequence[Union]) -> dict[str, list[float]]:
    """How far each figure of a row is from where its relatives above and below would have it."""
    pulls: dict[str, list[float]] = {}
    for union in unions:
        if not union.children or not union.partners:
            continue
        above = fmean(places.x[p] for p in union.partners)
        below = fmean(places.x[c] for c in union.children)
        away = [(p, below - above) for p in union.partners] + [(c, above - below) for c in union.children]
        for key, pull in away:
            if places.row[key] == number:
                pulls.setdefault(key, []).append(pull)
    return pulls


def spread(wanted: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The centres nearest to those wanted (least squares) that keep order and never overlap.

    With the room each needs taken out, neighbours that want to pass each other are pooled at their mean."""
    room, offsets = 0.0, []
    for number, width in enumerate(widths):
        room += (widths[number - 1] + width) / 2 + APART if number else 0
        offsets.append(room)
    pools: list[tuple[float, int]] = []
    for place_, offset in zip(wanted, offsets, strict=True):
        pools.append((place_ - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (first, many), (second, more) = pools[-2:]
            pools[-2:] = [((first * many + second * more) / (many + more), many + more)]
    settled = [value for value, many in pools for _ in range(many)]
    return [value + offset for value, offset in zip(settled, offsets, strict=True)]


def lanes(stretches: Sequence[tuple[float, float]]) -> list[int]:
    """For stretches of horizontal lines in one gap, the lane of each, so that none lies on another."""
    ends: list[float] = []
    found = [0] * len(stretches)
    for number in sorted(range(len(stretches)), key=lambda at: stretches[at]):
        start, end = stretches[number]
        lane = next((at for at, last in enumerate(ends) if last < start - 6), len(ends))
        ends[lane : lane + 1] = [end]
        found[number] = lane
    return found
