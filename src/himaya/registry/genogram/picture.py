"""From a tree and its places to lines and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from django.utils.translation import gettext as _

from himaya.kit import drawing as draw
from himaya.kit.drawing import Drawing, Node, Point, Shape, Stroke
from himaya.kit.shapes import Words
from himaya.registry.genogram.layout import SLOT, Places, lanes
from himaya.registry.genogram.rules import Link, Tree, Union

SIZE = 44.0
TEXT = 66.0  # room for the words below a figure
LANE = 10.0
TOP = 46.0  # room above a row for lines that pass over it
SHAPES: dict[str, Shape] = {"male": "square", "female": "circle"}


@dataclass(frozen=True, slots=True)
class Face:
    """What is written at a figure: `title` in full, `lines` below, `inside` it; `marks` change its look."""

    title: str
    lines: tuple[str, ...]
    inside: str = ""
    url: str = ""
    marks: frozenset[str] = frozenset()


def paint(
    tree: Tree, places: Places, faces: Mapping[str, Face], link_titles: Mapping[Link, str], title: Words
) -> Drawing:
    """The picture."""
    painter = _Painter(tree, places)
    strokes = painter.strokes(link_titles)
    nodes = [painter.node(key, faces[key]) for key in painter.reading_order()]
    return Drawing(
        name="genogram",
        width=places.width + 24,
        height=painter.height,
        title=title,
        description=_(
            "Squares are men and boys, circles women and girls. Older generations stand above. The same is told in "
            "words below."
        ),
        nodes=nodes,
        strokes=strokes,
        legend=_legend(tree, nodes, strokes),
    )


class _Painter:
    """Knows where everything stands."""

    def __init__(self, tree: Tree, places: Places) -> None:
        self.tree, self.places = tree, places
        self.x = {key: x + 12 for key, x in places.x.items()}
        self.bars = self._bars()
        self.over = self._over()
        self.tops: list[float] = []
        at = 8.0
        for number in range(len(places.clusters)):
            many = max((lane + 1 for lane, row in self.over.values() if row == number), default=0)
            bars = max((lane + 1 for lane, row in self.bars.values() if row == number), default=0)
            at += (many + (1 if bars else 0)) * LANE + bars * LANE + (TOP if number or many else 12)
            self.tops.append(at)
            at += SIZE + TEXT
        self.height = at + 8

    def centre(self, key: str) -> Point:
        """Of a figure."""
        return self.x[key], self.tops[self.places.row[key]] + SIZE / 2

    def reading_order(self) -> list[str]:
        """Row by row, from the left: the order of the tab key."""
        return sorted(self.x, key=lambda key: (self.places.row[key], self.x[key]))

    def node(self, key: str, face: Face) -> Node:
        """One figure."""
        figure = self.tree.figures[key]
        x, y = self.centre(key)
        return Node(
            x,
            y,
            SHAPES.get(figure.sex, "diamond"),
            face.title,
            face.lines,
            face.inside,
            face.url,
            SIZE,
            marks=face.marks,
        )

    # --- lines of descent ---

    def _drop(self, union: Union) -> float:
        """Where the line to the children leaves the partners."""
        if not union.partners:
            return fmean(self.x[c] for c in union.children)
        one, other = sorted(self.x[p] for p in union.partners)
        return (one + other) / 2 if other - one <= SLOT + 1 else other - SLOT / 2

    def _bars(self) -> dict[int, tuple[int, int]]:
        """Of each union with children: its lane, and the row of the children."""
        found: dict[int, tuple[int, int]] = {}
        by_row: dict[int, list[int]] = {}
        for number, union in enumerate(self.tree.unions):
            if union.children:
                by_row.setdefault(self.places.row[union.children[0]], []).append(number)
        for row, numbers in by_row.items():
            stretches = []
            for number in numbers:
                union = self.tree.unions[number]
                reach = [*(self.x[c] for c in union.children), self._drop(union)]
                stretches.append((min(reach), max(reach)))
            found |= {number: (lane, row) for number, lane in zip(numbers, lanes(stretches), strict=True)}
        return found

    def _over(self) -> dict[object, tuple[int, int]]:
        """Of each line that passes over others in its row: its lane, and the row."""
        by_row: dict[int, list[tuple[object, float, float]]] = {}
        for number, union in enumerate(self.tree.unions):
            if len(union.partners) == 2:
                self._pass_over(by_row, number, union.partners[0], union.partners[1])
        for link in self.tree.links:
            self._pass_over(by_row, link, link.one, link.other)
        found: dict[object, tuple[int, int]] = {}
        for row, told in by_row.items():
            for (what, _start, _end), lane in zip(told, lanes([t[1:] for t in told]), strict=True):
                found[what] = (lane, row)
        return found

    def _pass_over(
        self, by_row: dict[int, list[tuple[object, float, float]]], what: object, one: str, other: str
    ) -> None:
        start, end = sorted((self.x[one], self.x[other]))
        row = self.places.row[one]
        if row == self.places.row[other] and (end - start > SLOT + 1 or isinstance(what, Link)):
            by_row.setdefault(row, []).append((what, start, end))

    def strokes(self, titles: Mapping[Link, str]) -> list[Stroke]:
        """All lines."""
        found: list[Stroke] = []
        for number, union in enumerate(self.tree.unions):
            found += self._couple(number, union)
            if union.children:
                found += self._descent(number, union)
        return found + [self._link(link, titles.get(link, "")) for link in self.tree.links]

    def _couple(self, number: int, union: Union) -> list[Stroke]:
        if len(union.partners) < 2:
            return []
        one, other = sorted(union.partners, key=lambda p: self.x[p])
        (left, y), (right, _y) = self.centre(one), self.centre(other)
        if number not in self.over:
            path = draw.line((left + SIZE / 2, y), (right - SIZE / 2, y))
            middle = ((left + right) / 2, y)
        else:
            over = self._above(number, self.places.row[one])
            path = draw.line((left, y - SIZE / 2), (left, over), (right, over), (right, y - SIZE / 2))
            middle = ((left + right) / 2, over)
        kind = "parents" if union.look == "parents" else union.look
        found = [Stroke(path, kind)]
        if union.end:
            at = (middle[0] - (14 if union.children else 0), middle[1])
            found.append(Stroke(draw.slashes(at, 2 if union.end == "divorced" else 1), "married"))
        return found

    def _above(self, what: object, row: int) -> float:
        """The height of a line that passes over a row."""
        lane, _row = self.over[what]
        return self.tops[row] - 14 - lane * LANE

    def _descent(self, number: int, union: Union) -> list[Stroke]:
        lane, row = self.bars[number]
        many = max((over + 1 for over, at in self.over.values() if at == row), default=0)
        bar = self.tops[row] - 20 - (many + 1) * LANE - lane * LANE
        drop = self._drop(union)
        feet, stems = self._feet(union, bar, row)
        reach = [*feet, *([drop] if union.partners else [])]
        paths = [draw.line((min(reach), bar), (max(reach), bar)), *stems]
        if union.partners:
            paths.append(draw.line((drop, self._leaves(number, union)), (drop, bar)))
        return [Stroke("".join(paths), "siblings" if not union.partners else "child")]

    def _leaves(self, number: int, union: Union) -> float:
        """The height at which the line to the children leaves the partners."""
        if number in self.over:
            return self._above(number, self.places.row[union.partners[0]])
        return self.centre(union.partners[0])[1]

    def _feet(self, union: Union, bar: float, row: int) -> tuple[list[float], list[str]]:
        """Where the children's stems stand on the bar, and the stems. Twins part from one point."""
        feet, stems = [], []
        top = self.tops[row]
        for child in union.children:
            born_with = next((group for group in self.tree.twins if child in group), frozenset({child}))
            foot = fmean(self.x[c] for c in born_with if c in union.children)
            feet.append(foot)
            stems.append(draw.line((foot, bar), (self.x[child], top)))
        return feet, stems

    # --- ties of their own ---

    def _link(self, link: Link, title: str) -> Stroke:
        return self._over_row(link, title) if link in self.over else self._across(link, title)

    def _over_row(self, link: Link, title: str) -> Stroke:
        """Within a row: up, along above the others, and down."""
        row = self.places.row[link.one]
        high, foot = self._above(link, row), self.tops[row]
        way = 8 if self.x[link.other] > self.x[link.one] else -8
        start, end = self.x[link.one] + way, self.x[link.other] - way
        legs = draw.line((start, foot), (start, high)) + draw.line((end, foot), (end, high))
        return Stroke(legs + _styled(link.look, (start, high), (end, high)), link.look, title)

    def _across(self, link: Link, title: str) -> Stroke:
        """Between rows: straight; several between the same two lie side by side."""
        one, other = self.centre(link.one), self.centre(link.other)
        between = [k for k in self.tree.links if {k.one, k.other} == {link.one, link.other}]
        away = 12 * (between.index(link) - (len(between) - 1) / 2) * (1 if one < other else -1)
        start, end = draw.edge(one, other, SIZE / 2 + 5), draw.edge(other, one, SIZE / 2 + 5)
        return Stroke(_styled(link.look, *draw.beside(start, end, away)), link.look, title)


def _styled(look: str, start: Point, end: Point) -> str:
    if look in ("conflict", "harm"):
        return draw.zigzag(start, end, arrow=look == "harm")
    if look in ("close", "protective"):
        return draw.double(start, end)
    return draw.broken(start, end) if look == "cut_off" else draw.line(start, end)


# --- what it all means --------------------------------------------------------------------------------


def _legend(tree: Tree, nodes: Sequence[Node], strokes: Sequence[Stroke]) -> list[tuple[str, Words]]:
    """Only what occurs."""
    shapes = {node.shape for node in nodes}
    marks = {mark for node in nodes for mark in node.marks}
    kinds = {stroke.kind for stroke in strokes}
    ends = {union.end for union in tree.unions if union.end}
    occurs = shapes | marks | kinds | ends | ({"twins"} if tree.twins else set())
    return [(kind, words) for kind, words in _meanings() if kind in occurs]


def _meanings() -> list[tuple[str, Words]]:
    return [
        ("square", _("man or boy")),
        ("circle", _("woman or girl")),
        ("diamond", _("sex not known")),
        ("index", _("the person the drawing is about")),
        ("died", _("has died")),
        ("home", _("lives in the same household")),
        ("unknown", _("nobody wrote down who")),
        ("masked", _("known, not open to you")),
        ("married", _("married")),
        ("partners", _("partners, not married")),
        ("parents", _("parents of a child; nothing written of a marriage")),
        ("separated", _("live apart")),
        ("divorced", _("divorced")),
        ("child", _("children, the eldest left")),
        ("siblings", _("brothers and sisters; their parents are not written down")),
        ("twins", _("born together")),
        ("step", _("step-parent")),
        ("care", _("guardian, trustee or foster parent")),
        ("kin", _("other kin")),
        ("close", _("close bond")),
        ("protective", _("somebody trusted")),
        ("conflict", _("conflict")),
        ("distant", _("distant")),
        ("cut_off", _("contact broken off")),
        ("harm", _("suspected of harm; the arrow points at who was harmed")),
    ]
