"""Where the circles of an ecomap stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from himaya.kit import drawing as draw
from himaya.kit.drawing import Drawing, Node, Stroke, wrapped
from himaya.kit.shapes import Words

BOX, HIGH, LETTERS = 188.0, 50.0, 21
MIDDLE = 112.0
MOST = 24  # boxes in one drawing


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody or something around the person. `look`: now, before, waiting, close, protective, conflict, distant,
    cut_off or harm."""

    name: str
    role: str
    look: str = "now"
    url: str = ""
    shut: bool = False

    @property
    def title(self) -> str:
        """In full."""
        return f"{self.role}: {self.name}"

    @property
    def look_words(self) -> str:
        """What the line says; nothing where it only says that there is contact."""
        return "" if self.look == "now" else str(dict(_meanings())[self.look])


@dataclass(frozen=True, slots=True)
class Part:
    """Those around the person who belong together: the home, kin, helpers, school, services, cases."""

    title: Words
    members: list[Around]


def ecomap(name: str, parts: Sequence[Part], title: Words) -> tuple[Drawing, int]:
    """The drawing, and how many did not fit. Parts follow each other clockwise from the top; no box covers another."""
    around = [member for part in parts for member in part.members]
    drawn = around[:MOST]
    wide, high = max(310.0, 45.0 * len(drawn)), max(190.0, 13.0 * len(drawn))
    centre = (wide + BOX / 2 + 12, high + HIGH / 2 + 12)
    strokes, nodes = [], []
    for number, member in enumerate(drawn):
        x, y = draw.around(centre, wide, high, number / len(drawn))
        nodes.append(
            Node(
                x,
                y,
                "box",
                member.title,
                (*wrapped(member.name, LETTERS, 1), *wrapped(member.role, LETTERS, 1)),
                url=member.url,
                size=HIGH,
                width=BOX,
                marks=frozenset({"masked"} if member.shut else ()),
            )
        )
        strokes.append(Stroke(_styled(member.look, centre, (x, y)), member.look))
    nodes.append(Node(*centre, "circle", name, size=MIDDLE, marks=frozenset({"index", "home"})))
    nodes.append(Node(*centre, "none", name, wrapped(name, 12, 3), size=0))
    return (
        Drawing(
            name="ecomap",
            width=centre[0] * 2,
            height=centre[1] * 2,
            title=title,
            description=_(
                "The person stands in the middle, people, school, services and cases around. The same is told in "
                "words below."
            ),
            nodes=nodes,
            strokes=strokes,
            legend=[(look, words) for look, words in _meanings() if look in {m.look for m in drawn}],
        ),
        len(around) - len(drawn),
    )


def _styled(look: str, centre: draw.Point, place: draw.Point) -> str:
    start, end = draw.edge(centre, place, MIDDLE / 2 + 3), _side(place, centre)
    if look == "harm":
        return draw.zigzag(end, start, arrow=True)
    if look == "conflict":
        return draw.zigzag(start, end)
    if look in ("close", "protective"):
        return draw.double(start, end)
    return draw.broken(start, end) if look == "cut_off" else draw.line(start, end)


def _side(place: draw.Point, centre: draw.Point) -> draw.Point:
    """Where a line from the middle meets a box."""
    x, y = centre[0] - place[0], centre[1] - place[1]
    share = min(
        (BOX / 2 + 3) / abs(x) if x else float("inf"), (HIGH / 2 + 3) / abs(y) if y else float("inf"), 1.0
    )
    return place[0] + x * share, place[1] + y * share


def _meanings() -> list[tuple[str, Words]]:
    return [
        ("now", _("in contact now")),
        ("waiting", _("asked, no answer yet")),
        ("before", _("was before, has ended")),
        ("close", _("close bond")),
        ("protective", _("somebody trusted")),
        ("conflict", _("conflict")),
        ("distant", _("distant")),
        ("cut_off", _("contact broken off")),
        ("harm", _("suspected of harm; the arrow points at who was harmed")),
    ]
