"""Counts drawn on the server: a schematic map of equal tiles, and rows of bars over time. Whatever is drawn also stands in a
table on the same page. Shades only repeat the number that is written on the tile."""

from collections.abc import Sequence
from dataclasses import dataclass

from himaya.kit.drawing import Bar, Drawing, Label, Node, wrapped
from himaya.kit.shapes import Words

WIDE, HIGH, GAP, LETTERS = 49.0, 38.0, 4.0, 6
SHADES = 4
NAMES, STEP, ROW, TALLEST = 230.0, 30.0, 46.0, 34.0


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
        labels += [Label(0, foot - 4, line) for line in wrapped(row.name, 32, 1)]
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
