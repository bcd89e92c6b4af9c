"""Where and with whom a person lived, as a band over years."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from himaya.kit import clock
from himaya.kit.drawing import Bar, Drawing, Label, Stroke, line
from himaya.kit.periods import add_months
from himaya.reference.queries import label
from himaya.registry.households.models import HouseholdMember
from himaya.registry.people.models import Person

LEFT, RIGHT, AXIS, ROW, BAR = 16.0, 744.0, 26.0, 40.0, 26.0
WIDE = 760.0
SHORTEST = 3  # years shown at least
LETTER = 6.6  # pixels a letter takes
At = Callable[[date], float]


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay in one household."""

    household: int
    role: str
    since: date | None
    until: date | None
    member: HouseholdMember

    @property
    def period(self) -> str:
        """From when until when."""
        return period_words(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Band:
    """The drawing, and the stays in words."""

    drawing: Drawing | None
    stays: list[Stay]


def band_of(person: Person) -> Band:
    """Every household the person was in, with roles and periods."""
    rows = HouseholdMember.objects.filter(person=person).select_related("household")
    numbers: dict[int, int] = {}
    stays = [
        Stay(
            numbers.setdefault(row.household_id, len(numbers) + 1),
            label("household.role", row.role),
            row.started_on,
            row.ended_on,
            row,
        )
        for row in sorted(rows, key=lambda row: (row.started_on or date.min, row.pk))
    ]
    return Band(draw_band(person, stays) if stays else None, stays)


def draw_band(person: Person, stays: list[Stay]) -> Drawing:
    """A row for each household; what has no beginning or end on record runs to the edge with a broken outline."""
    today = clock.today()
    start, end = _reach(person, stays, today)
    days = (end - start).days

    def at(day: date) -> float:
        return LEFT + (RIGHT - LEFT) * min(max((day - start).days, 0), days) / days

    many = max(stay.household for stay in stays)
    bars = [_bar(stay, at, start, today) for stay in stays]
    height = AXIS + many * ROW + 30
    labels, strokes = _years(start, end, at, height)
    strokes.append(Stroke(line((at(today), AXIS - 6), (at(today), height - 24)), "today", _("Today")))
    return Drawing(
        name="band",
        width=WIDE,
        height=height,
        title=_("Households of %(name)s over the years") % {"name": person},
        description=_("A row for each household, a bar for each stay. The same is told in words below."),
        bars=bars,
        labels=labels,
        strokes=strokes,
    )


def _reach(person: Person, stays: list[Stay], today: date) -> tuple[date, date]:
    known = [day for stay in stays for day in (stay.since, stay.until) if day]
    if any(stay.since is None for stay in stays) and person.birth_date:
        known.append(person.birth_date)
    first = min([*known, add_months(today, -12 * SHORTEST)])
    return date(first.year, 1, 1), today + timedelta(days=120)


def _bar(stay: Stay, at: At, start: date, today: date) -> Bar:
    left = at(stay.since or start)
    right = at(stay.until or today)
    width = max(right - left, 5)
    told = _("Household %(number)s: %(role)s, %(period)s") % {
        "number": stay.household,
        "role": stay.role,
        "period": period_words(stay.since, stay.until),
    }
    fits = len(stay.role) * LETTER + 12 <= width
    kind = " hm-draw-".join(
        [*(["over"] if stay.until else []), *(["open"] if stay.since is None else [])] or ["stay"]
    )
    y = AXIS + (stay.household - 1) * ROW + 8
    return Bar(left, y, width, BAR, told, kind, stay.role if fits else "")


def period_words(since: date | None, until: date | None) -> str:
    """`05.03.2015 – 01.09.2019`; what is not known is said."""
    start = f"{since:%d.%m.%Y}" if since else _("beginning not known")
    return f"{start} – {until:%d.%m.%Y}" if until else f"{start} – {_('now')}"


def _years(start: date, end: date, at: At, height: float) -> tuple[list[Label], list[Stroke]]:
    years = range(start.year, end.year + 1)
    every = max(1, -(-len(years) // 14))
    labels, strokes = [], []
    for year in years:
        if (year - start.year) % every == 0:
            x = at(date(year, 1, 1))
            if x + 3 + 4 * LETTER > WIDE:
                continue  # it would be cut off
            labels.append(Label(x + 3, AXIS - 10, str(year)))
            strokes.append(Stroke(line((x, AXIS - 22), (x, height - 24)), "axis"))
    return labels, strokes
