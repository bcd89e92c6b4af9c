"""Line drawings made on the server: what a picture of people consists of, and the few shapes it needs.

Drawn by `components/drawing.html` as SVG without any inline style. A drawing never stands alone: the page beside it
says the same in words.
"""

from dataclasses import dataclass, field
from math import cos, hypot, pi, sin
from typing import Literal

from himaya.kit.shapes import Words

Point = tuple[float, float]
Shape = Literal["square", "circle", "diamond", "box", "none"]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line. `kind` is its look (`hm-draw-KIND` in drawing.css) and its line in the legend."""

    path: str
    kind: str
    title: Words = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A figure with its words: `lines` below it (inside a box), `inside` the figure. Centre at `x`, `y`."""

    x: float
    y: float
    shape: Shape
    title: Words
    lines: tuple[str, ...] = ()
    inside: str = ""
    url: str = ""
    size: float = 44
    width: float = 0
    marks: frozenset[str] = frozenset()  # index, died, home, unknown, masked, calm

    @property
    def half(self) -> float:
        """Half of its height."""
        return self.size / 2

    @property
    def wide(self) -> float:
        """Its width; as wide as high unless said."""
        return self.width or self.size

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.x - self.wide / 2

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y - self.half

    @property
    def inside_y(self) -> float:
        """The foot of the words inside."""
        return self.y + 5

    @property
    def inner_left(self) -> float:
        """Left edge of the second outline."""
        return self.x - self.inner

    @property
    def inner_top(self) -> float:
        """Upper edge of the second outline."""
        return self.y - self.inner

    @property
    def inner_size(self) -> float:
        """Width of the second outline."""
        return self.inner * 2

    @property
    def diamond(self) -> str:
        """The outline of a diamond."""
        h = self.half + 3
        return f"M{n(self.x)} {n(self.y - h)}l{n(h)} {n(h)}l{n(-h)} {n(h)}l{n(-h)} {n(-h)}z"

    @property
    def inner(self) -> float:
        """Half of the inner outline of the one whom the drawing is about."""
        return self.half - 5

    @property
    def inner_diamond(self) -> str:
        """The second outline of a diamond."""
        h = self.half - 3
        return f"M{n(self.x)} {n(self.y - h)}l{n(h)} {n(h)}l{n(-h)} {n(h)}l{n(-h)} {n(-h)}z"

    @property
    def cross(self) -> str:
        """Both diagonals: who has died."""
        h = self.half * (0.72 if self.shape == "circle" else 0.5 if self.shape == "diamond" else 1)
        x, y = self.x, self.y
        return f"M{n(x - h)} {n(y - h)}L{n(x + h)} {n(y + h)}M{n(x + h)} {n(y - h)}L{n(x - h)} {n(y + h)}"

    @property
    def reach(self) -> tuple[float, float, float, float]:
        """What can be pressed: the figure and the words below it."""
        wide = max([self.wide, *(len(words) * 6.5 for _x, _y, words in self.told)])
        foot = max([self.y + self.half, *(y + 4 for _x, y, _words in self.told)])
        return self.x - wide / 2, self.top, wide, foot - self.top

    @property
    def told(self) -> list[tuple[float, float, str]]:
        """Each line of words with its place."""
        if self.shape in ("box", "none"):
            top = self.y - (len(self.lines) - 1) * 8 + 4
            return [(self.x, top + number * 16, line) for number, line in enumerate(self.lines)]
        below = self.y + self.half + 18
        return [(self.x, below + number * 15, line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Label:
    """Words that stand by themselves: a year on an axis, the name of a row."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a band."""

    x: float
    y: float
    width: float
    height: float
    title: Words
    kind: str = ""
    text: str = ""

    @property
    def text_x(self) -> float:
        """Where its words begin."""
        return self.x + 8

    @property
    def text_y(self) -> float:
        """The foot of its words."""
        return self.y + self.height / 2 + 4


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture. `name` makes its ids on the page; `title` and `description` are what a reader hears."""

    name: str
    width: float
    height: float
    title: Words
    description: Words
    nodes: list[Node] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    legend: list[tuple[str, Words]] = field(default_factory=list)

    @property
    def view(self) -> str:
        """The box that is looked at."""
        return f"0 0 {n(self.width)} {n(self.height)}"


def n(value: float) -> str:
    """A coordinate: at most one decimal."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def line(*points: Point) -> str:
    """A path through points."""
    first, *others = points
    return f"M{n(first[0])} {n(first[1])}" + "".join(f"L{n(x)} {n(y)}" for x, y in others)


def beside(start: Point, end: Point, by: float) -> tuple[Point, Point]:
    """A line moved to its left by so much."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    x, y = (end[1] - start[1]) / length * by, -(end[0] - start[0]) / length * by
    return (start[0] + x, start[1] + y), (end[0] + x, end[1] + y)


def zigzag(start: Point, end: Point, *, high: float = 5, long: float = 9, arrow: bool = False) -> str:
    """A line with teeth, for what hurts; with an arrow where it has a direction."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    teeth = max(2, int(length / long))
    points = [start]
    for tooth in range(1, teeth):
        away = high if tooth % 2 else -high
        at = length * tooth / teeth
        points.append(
            (start[0] + along[0] * at - along[1] * away, start[1] + along[1] * at + along[0] * away)
        )
    points.append(end)
    return line(*points) + (_head(end, along) if arrow else "")


def _head(tip: Point, along: Point, long: float = 12, wide: float = 6) -> str:
    back = (tip[0] - along[0] * long, tip[1] - along[1] * long)
    left = (back[0] - along[1] * wide, back[1] + along[0] * wide)
    right = (back[0] + along[1] * wide, back[1] - along[0] * wide)
    return line(left, tip, right)


def double(start: Point, end: Point, apart: float = 2.5) -> str:
    """Two lines side by side."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    x, y = -(end[1] - start[1]) / length * apart, (end[0] - start[0]) / length * apart
    return line((start[0] + x, start[1] + y), (end[0] + x, end[1] + y)) + line(
        (start[0] - x, start[1] - y), (end[0] - x, end[1] - y)
    )


def broken(start: Point, end: Point, gap: float = 8, bar: float = 8) -> str:
    """A line cut through in its middle."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    path = ""
    for way, edge in ((-1, start), (1, end)):
        at = (middle[0] + along[0] * gap / 2 * way, middle[1] + along[1] * gap / 2 * way)
        left = (at[0] - along[1] * bar, at[1] + along[0] * bar)
        right = (at[0] + along[1] * bar, at[1] - along[0] * bar)
        path += line(edge, at) + line(left, right)
    return path


def slashes(at: Point, many: int) -> str:
    """Strokes across a line: one for living apart, two for a divorce."""
    return "".join(
        line((at[0] + 6 * number - 4, at[1] + 9), (at[0] + 6 * number + 4, at[1] - 9))
        for number in range(many)
    )


def edge(centre: Point, towards: Point, radius: float) -> Point:
    """Where a line from a figure's centre leaves the figure."""
    length = hypot(towards[0] - centre[0], towards[1] - centre[1]) or 1
    return (
        centre[0] + (towards[0] - centre[0]) / length * radius,
        centre[1] + (towards[1] - centre[1]) / length * radius,
    )


def around(centre: Point, wide: float, high: float, turn: float) -> Point:
    """A point of an ellipse; `turn` from 0 (top), clockwise, to 1 (top again)."""
    return centre[0] + wide * sin(2 * pi * turn), centre[1] - high * cos(2 * pi * turn)


def wrapped(text: str, wide: int, most: int) -> tuple[str, ...]:
    """Words in lines of at most `wide` letters, at most so many lines; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= wide:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    kept = [short(one, wide) for one in lines[:most]]
    if len(lines) > most:
        kept[-1] = short(kept[-1] + " …", wide) if not kept[-1].endswith("…") else kept[-1]
    return tuple(kept)


def short(text: str, wide: int) -> str:
    """At most so many letters."""
    return text if len(text) <= wide else text[: wide - 1].rstrip() + "…"
