"""Counts drawn on the server: a schematic map of equal tiles, and rows of bars over time. Whatever is drawn also stands in a
table on the same page. Shades only repeat the number that is written on the tile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi, sin
from typing import Any

from himaya.kit.drawing import Bar, Drawing, Label, Node, Stroke, line, wrapped
from himaya.kit.shapes import Words

WIDE, HIGH, GAP, LETTERS = 49.0, 38.0, 4.0, 6
SHADES = 4
NAMES, STEP, ROW, TALLEST = 230.0, 30.0, 46.0, 34.0
BAND, LONG_BAND, ABOVE = 30.0, 620.0, 20.0
ASIDE, HIGH_ROW, LONG_STEP, LONG_RISE = 120.0, 64.0, 80.0, 38.0


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: where it stands, its name, how many (None: kept back), and that in words."""

    at: tuple[int, int]
    name: str
    many: int | None
    told: str
    # Its name in full, where the one on the tile says less.
    full: str = ""


def shade(many: int | None, most: int) -> str:
    """Which of the shades a count has: `level0` for none and for what is kept back, up to `level4` for the greatest."""
    return f"level{-(-(many or 0) * SHADES // most) if most else 0}"


def tile_map(name: str, tiles: Sequence[Tile], title: Words, description: Words) -> Drawing:
    """Each place a tile with its name and number, the more the darker; the legend says from which number on."""
    most = max((tile.many or 0 for tile in tiles), default=0)
    nodes = [
        Node(
            tile.at[0] * (WIDE + GAP) + WIDE / 2 + GAP,
            tile.at[1] * (HIGH + GAP) + HIGH / 2 + GAP,
            "box",
            f"{tile.full or tile.name}: {tile.told}",
            (*wrapped(tile.name, LETTERS, 1), tile.told),
            size=HIGH,
            width=WIDE,
            marks=frozenset({shade(tile.many, most), *(["unknown"] if tile.many is None else [])}),
        )
        for tile in tiles
    ]
    steps = sorted({shade(n, most): n for n in range(most, 0, -1)}.items())
    return Drawing(
        name=name,
        width=max((node.x for node in nodes), default=0) + WIDE / 2 + GAP,
        height=max((node.y for node in nodes), default=0) + HIGH / 2 + GAP,
        title=title,
        description=description,
        nodes=nodes,
        legend=[(level, f"≥ {least}") for level, least in steps],
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One thing over time: its name and a number for each column (None: kept back)."""

    name: str
    values: Sequence[int | None]


def bars_over_time(
    name: str, columns: Sequence[str], rows: Sequence[Row], title: Words, description: Words, small: str
) -> Drawing:
    """A row of bars for each thing, all of one scale. `small` is said where a number is kept back."""
    most = max((value or 0 for row in rows for value in row.values), default=0) or 1
    bars, labels = [], []
    for number, row in enumerate(rows):
        foot = (number + 1) * ROW
        labels += [Label(0, foot - 4, words) for words in wrapped(row.name, 32, 1)]
        for place, (column, value) in enumerate(zip(columns, row.values, strict=True)):
            high = max(TALLEST * (value or 0) / most, 1.0)
            told = small if value is None else str(value)
            bars.append(
                Bar(
                    NAMES + place * STEP,
                    foot - high,
                    STEP - 6,
                    high,
                    f"{row.name}, {column}: {told}",
                    "open" if value is None else "",
                )
            )
            labels.append(Label(NAMES + place * STEP + (STEP - 6) / 2, foot - high - 3, told, "middle"))
    foot = len(rows) * ROW + 18
    labels += [
        Label(NAMES + place * STEP + (STEP - 6) / 2, foot, column[-2:], "middle", "strong")
        for place, column in enumerate(columns)
    ]
    width = NAMES + len(columns) * STEP
    return Drawing(name, width, foot + 6, title, description, bars=bars, labels=labels)


@dataclass(frozen=True, slots=True)
class Band:
    """One stretch of time on somebody's band: whose, the first and the last day, what it is, and its look (`over`)."""

    name: str
    since: date
    until: date
    told: str
    kind: str = ""


def bands_over_time(
    name: str, bands: Sequence[Band], today: date, title: Words, description: Words
) -> Drawing:
    """A band for each name, under each other, the name above where it begins; stretches that overlap on one band stand in
    rows of their own. Months are written at their first day, today is a line. On a narrow screen the bars themselves are
    in sight, today in the middle."""
    first, last = min(b.since for b in bands), max(b.until for b in bands)
    days = (last - first).days + 1
    scale = LONG_BAND / days
    bars, labels, strokes, foot = [], [], [], 0.0
    for who in dict.fromkeys(b.name for b in bands):
        free: list[date] = []
        begins = min(b.since for b in bands if b.name == who)
        head = wrapped(who, 60, 1)[0] if who else ""
        labels.append(Label(min((begins - first).days * scale, LONG_BAND - 200), foot + ABOVE - 5, head))
        for band in (b for b in bands if b.name == who):
            level = next((n for n, until in enumerate(free) if until < band.since), len(free))
            free[level : level + 1] = [band.until]
            left = (band.since - first).days * scale
            wide = max(((band.until - band.since).days + 1) * scale, 4.0)
            top = foot + ABOVE + level * BAND
            bars.append(Bar(left, top, wide, BAND - 8, f"{who}: {band.told}", band.kind))
        foot += ABOVE + len(free) * BAND
    for month in _months(first, last):
        x = (month - first).days * scale
        strokes.append(Stroke(line((x, 0), (x, foot)), "axis"))
        labels.append(Label(x, foot + 16, f"{month:%m.%Y}", "start", "strong"))
    if first <= today <= last:
        x = (today - first).days * scale
        strokes.append(Stroke(line((x, 0), (x, foot)), "today", f"{today:%d.%m.%Y}"))
    return Drawing(
        name, LONG_BAND + 60, foot + 24, title, description, bars=bars, labels=labels, strokes=strokes
    )


def _months(first: date, last: date) -> list[date]:
    """The first days of the months between, thinned to a dozen; the very first day where there is none."""
    found, month = [], first.replace(day=1)
    while month <= last:
        if month >= first:
            found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return (found or [first])[:: -(-len(found or [first]) // 12)]


@dataclass(frozen=True, slots=True)
class Course:
    """One measure over time: its name, the highest it can be, and what it was at each moment (None: not measured)."""

    name: str
    most: float
    values: Sequence[float | None]


def lines_over_time(
    name: str, moments: Sequence[str], courses: Sequence[Course], title: Words, description: Words
) -> Drawing:
    """A line for each measure under each other, each from nought to the highest it can be; every value is written."""
    strokes, labels = [], []
    wide = ASIDE + max(len(moments) - 1, 1) * LONG_STEP
    for number, course in enumerate(courses):
        foot = number * HIGH_ROW + HIGH_ROW - 6
        labels += [
            Label(0, foot - 26 + at * 15, words) for at, words in enumerate(wrapped(course.name, 14, 2))
        ]
        strokes.append(Stroke(line((ASIDE, foot), (wide, foot)), "axis"))
        points = [
            (ASIDE + at * LONG_STEP, foot - LONG_RISE * min(max(value / (course.most or 1), 0), 1), value)
            for at, value in enumerate(course.values)
            if value is not None
        ]
        if len(points) > 1:
            strokes.append(Stroke(line(*((x, y) for x, y, _value in points)), "now", course.name))
        labels += [Label(x, y - 6, told(value), "middle", "strong") for x, y, value in points]
    foot = len(courses) * HIGH_ROW + 16
    labels += [Label(ASIDE + at * LONG_STEP, foot, moment, "middle") for at, moment in enumerate(moments)]
    return Drawing(name, wide + 44, foot + 8, title, description, strokes=strokes, labels=labels)


def radar(
    name: str, courses: Sequence[Course], then: Words, now: Words, title: Words, description: Words
) -> Drawing:
    """The first and the latest of each measure as shares of the highest they can be, around one middle."""
    middle, reach = 165.0, 88.0
    angles = [2 * pi * at / len(courses) - pi / 2 for at in range(len(courses))]

    def spot(angle: float, share: float) -> tuple[float, float]:
        return middle + cos(angle) * reach * share, middle * 0.72 + sin(angle) * reach * share

    def round_about(shares: Sequence[float]) -> str:
        points = [spot(angle, share) for angle, share in zip(angles, shares, strict=True)]
        return line(*points, points[0])

    def share_of(course: Course, value: float | None) -> float:
        return min(max((value or 0) / (course.most or 1), 0), 1)

    strokes = [Stroke(line(spot(0, 0), spot(angle, 1)), "axis") for angle in angles]
    strokes += [Stroke(round_about([part] * len(courses)), "axis") for part in (0.5, 1)]
    strokes += [
        Stroke(round_about([share_of(c, c.values[0]) for c in courses]), "before", then),
        Stroke(round_about([share_of(c, c.values[-1]) for c in courses]), "now", now),
    ]
    labels = []
    for angle, course in zip(angles, courses, strict=True):
        x, y = spot(angle, 1.16)
        anchor: Any = "middle" if abs(cos(angle)) < 0.2 else "start" if cos(angle) > 0 else "end"
        labels += [
            Label(x, y + at * 14, words, anchor) for at, words in enumerate(wrapped(course.name, 11, 2))
        ]
    return Drawing(
        name,
        middle * 2,
        middle * 1.44,
        title,
        description,
        strokes=strokes,
        labels=labels,
        legend=[("before", then), ("now", now)],
    )


def told(value: float) -> str:
    """A measure as it is written: whole numbers without a point."""
    return str(int(value)) if value == int(value) else f"{value:.1f}"
