"""A process drawn as an SVG: states from top to bottom, moves as arrows that name who makes them.

Made from the process itself, so that an official can hold the picture beside the regulation.
"""

from html import escape

from himaya.access.roles import Role
from himaya.workflow.language import Move, Party, State
from himaya.workflow.process import Process

WIDTH, BOX, HEIGHT, GAP, ASIDE, LANE = 1160, 240, 52, 46, 780, 22
STYLE = (
    "text{font:13px system-ui,'Segoe UI',sans-serif;fill:#20302f}"
    ".s{fill:#fffefb;stroke:#0e5a5c;stroke-width:1.5}.e{fill:#e2efed;stroke:#0a4446;stroke-width:2.5}"
    ".m{fill:none;stroke:#57625f;stroke-width:1.2;marker-end:url(#a)}.w{font-size:11px;fill:#57625f}"
)


def draw(process: type[Process]) -> str:
    """The whole picture as text."""
    main = [s for s in process.states.values() if not s.aside]
    aside = [s for s in process.states.values() if s.aside]
    at = {s.name: (40, 70 + i * (HEIGHT + GAP)) for i, s in enumerate(main)}
    at |= {s.name: (ASIDE, 70 + i * (HEIGHT + GAP)) for i, s in enumerate(aside)}
    height = 90 + max(len(main), len(aside), 1) * (HEIGHT + GAP) + 18 * len(process.moves)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(str(process.title))}"><style>{STYLE}</style>',
        '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#57625f"/></marker></defs>',
        f'<text x="40" y="36" style="font-size:18px;font-weight:600">{escape(str(process.title))}</text>',
    ]
    parts += [_box(s, *at[s.name]) for s in process.states.values()]
    numbers = {move.name: n for n, move in enumerate(process.moves.values(), 1)}
    # Several moves between the same two states are one arrow with all their numbers.
    arrows: dict[tuple[str, str], list[int]] = {}
    for move in process.moves.values():
        if move.target is not None:
            for source in move.sources:
                arrows.setdefault((source.name, move.target.name), []).append(numbers[move.name])
    parts += [_arrow(at[source], at[target], found) for (source, target), found in arrows.items()]
    below = 90 + max(len(main), len(aside), 1) * (HEIGHT + GAP)
    parts += [_line(move, numbers[move.name], below) for move in process.moves.values()]
    return "\n".join([*parts, "</svg>", ""])


def _box(state: State, x: int, y: int) -> str:
    kind = "e" if state.is_end else "s"
    return (
        f'<rect class="{kind}" x="{x}" y="{y}" width="{BOX}" height="{HEIGHT}" rx="8"/>'
        f'<text x="{x + BOX / 2}" y="{y + HEIGHT / 2 + 5}" text-anchor="middle">{escape(str(state.label))}</text>'
    )


def _arrow(start_at: tuple[int, int], end_at: tuple[int, int], numbers: list[int]) -> str:
    (x1, y1), (x2, y2) = start_at, end_at
    bend = BOX + 40 + LANE * (numbers[0] % 8)
    if x1 == x2 and y2 - y1 == HEIGHT + GAP:
        path, tx, ty = f"M{x1 + BOX / 2} {y1 + HEIGHT} V{y2}", x1 + BOX / 2 + 6, y1 + HEIGHT + GAP / 2 + 4
    elif x1 == x2:
        start, end = y1 + HEIGHT / 2 + 8, y2 + HEIGHT / 2 - 8
        path = f"M{x1 + BOX} {start} C{x1 + bend} {start} {x1 + bend} {end} {x2 + BOX} {end}"
        tx, ty = x1 + BOX + (bend - BOX) * 0.72, (start + end) / 2
    elif x2 > x1:
        path = f"M{x1 + BOX} {y1 + HEIGHT / 2} L{x2} {y2 + HEIGHT / 2}"
        tx, ty = x2 - 60, y2 + HEIGHT / 2 - 6 + (y1 - y2) * 60 / (x2 - x1 - BOX)
    else:
        path = f"M{x1} {y1 + HEIGHT / 2 + 10} L{x2 + BOX} {y2 + HEIGHT / 2 + 10}"
        tx, ty = x1 - 60, y1 + HEIGHT / 2 + 26
    words = ", ".join(map(str, numbers))
    return f'<path class="m" d="{path}"/><text class="w" x="{tx:.0f}" y="{ty:.0f}">{words}</text>'


def _line(move: Move, number: int, below: int) -> str:
    who = ", ".join(str(p.label) if isinstance(p, Party) else _role(p) for p in move.by)
    clocks = ", ".join(str(c.label) for c in move.starts)
    words = f"{number}. {move.label}: {who}" + (f" (starts: {clocks})" if clocks else "")
    return f'<text class="w" x="40" y="{below + 18 * number}">{escape(words)}</text>'


def _role(role: type[Role]) -> str:
    return str(role.label)
