"""What is compared between two records of people, and under which keys records meet.

The probabilities here are what training starts from and leans on where data are few: they were written down before
any register was seen, from how people write names and dates, and are replaced by what the register itself shows.
"""

import hashlib
import json
from dataclasses import dataclass, field

from himaya.registry.linkage.model import Comparison, Level, Model

MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Key:
    """Records that agree on all of these columns meet, save where `also` (of `l` and `r`) does not hold."""

    columns: tuple[str, ...]
    also: str = "true"


@dataclass(frozen=True, slots=True)
class Recipe:
    """A model to be trained, and how records are made ready for it.

    `texts`: the columns whose shares are taken; `swapped`: two of them that people mix up; `follow`: what is
    derived of each of the two and goes with it; `masks`: how many letters
    of a bit mask may differ for two values still to be near. `exact`: joins within which every level of a comparison
    lies that is too rare to be met by chance pairs. `once`: of which one person has one value, so that two values
    are two people; `name`: which tells twins apart."""

    start: Model
    keys: tuple[Key, ...]
    texts: tuple[str, ...]
    swapped: tuple[str, str] | None = None
    follow: tuple[str, ...] = ()
    masks: dict[str, int] = field(default_factory=dict)
    exact: dict[str, tuple[str, ...]] = field(default_factory=dict)
    once: str = ""
    name: str = ""
    sex: str = ""


def shape_of(recipe: Recipe) -> str:
    """A digest of what is compared and how: a model of another shape cannot be read."""
    shape = [
        [c.name, c.column, c.own, [[v.name, v.when, v.of, v.rare, v.neutral] for v in c.levels]]
        for c in recipe.start.comparisons
    ]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()


def _name(
    column: str, spread: tuple[float, ...], kin: tuple[float, ...], *, own: bool = False
) -> tuple[Level, ...]:
    """The levels of a name: same, slip, another way to write it, near but both in use, else."""
    kinds = (
        (("same"), (column,)),
        ("slip", (column,)),
        ("sounds", (column,)),
        ("begins", (column,)),
        ("near", (column,)),
    )
    titles = ("same", "slip", "sound", "short", "near")
    strangers = (0.02, 5e-4, 5e-4, 1e-3, 2e-3)
    levels = [
        Level(title, when, of, m, u, k, rare=title in ("same", "slip", "sound"))
        for title, (when, of), m, u, k in zip(titles, kinds, spread, strangers, kin, strict=False)
    ]
    rest = [1 - sum(x) for x in (spread, strangers, kin)]
    return (
        Level(MISSING, "missing", (column,)),
        *levels,
        Level("else", "else", (), rest[0], rest[1], rest[2]),
    )


def _crossing(levels: tuple[Level, ...], level: Level) -> tuple[Level, ...]:
    """With a level for swapped fields, after `same`."""
    return (*levels[:2], level, *levels[2:])


GIVEN = Comparison(
    "given",
    _crossing(
        _name("given", (0.885, 0.08, 0.015, 0.01, 0.005), (1e-4, 1e-3, 5e-4, 2e-3, 6e-3), own=True),
        Level("crossed", "crossed", ("given", "family"), 0.01, 1e-6, 1e-7),
    ),
    column="given",
    own=True,
    text=True,
)
FAMILY = Comparison(
    "family",
    (
        Level(MISSING, "missing", ("family",)),
        Level("same", "same", ("family",), 0.83, 0.015, 0.9, rare=True),
        Level("crossed", "crossed", ("family", "given"), 0.01, 0.01, 0.01, neutral=True),
        Level("slip", "slip", ("family",), 0.07, 5e-4, 0.02, rare=True),
        Level("ending", "same", ("family_stem",), 0.04, 0.02, 0.04, rare=True),
        Level("sound", "sounds", ("family",), 0.02, 5e-4, 0.01, rare=True),
        Level("near", "near", ("family",), 0.005, 2e-3, 0.005),
        Level("else", "else", (), 0.025, 0.95, 0.015),
    ),
    column="family",
    text=True,
)
FATHER = Comparison(
    "father",
    _name("father", (0.87, 0.07, 0.02, 0.01, 0.005), (0.87, 0.07, 0.02, 0.01, 0.005)),
    column="father",
    text=True,
)
BORN = Comparison(
    "born",
    (
        Level(MISSING, "missing", ("born_year",)),
        Level("same", "same day", (), 0.88, 4e-5, 0.5),
        Level("swapped", "day and month swapped", (), 0.02, 1.5e-5, 0.005),
        Level("next year", "next year", (), 0.03, 7e-5, 0.01),
        Level("same month", "same", ("born_year", "born_month"), 0.03, 1e-3, 0.01),
        Level("one part", "one part off", (), 0.01, 3e-3, 0.01),
        Level("as far as known", "as far as known", (), 0.02, 0.01, 0.02),
        Level("else", "else", (), 0.01, 0.985, 0.443),
    ),
)
SEX = Comparison(
    "sex",
    (
        Level(MISSING, "missing", ("sex",)),
        Level("same", "same", ("sex",), 0.995, 0.5, 0.6),
        Level("else", "else", (), 0.005, 0.5, 0.4),
    ),
    told=True,
)
PLACE = Comparison(
    "place",
    (
        Level(MISSING, "missing", ("place",)),
        Level("same", "same", ("place",), 0.75, 0.03, 0.9, rare=True),
        Level("else", "else", (), 0.25, 0.97, 0.1),
    ),
    column="place",
)
PHONE = Comparison(
    "phone",
    (
        Level(MISSING, "missing", ("phone",)),
        Level("same", "same", ("phone",), 0.7, 1e-6, 0.6),
        Level("else", "else", (), 0.3, 0.999999, 0.4),
    ),
    told=True,
)
# The street and numbers below the district: a household's, so it brings relatives together as well as one person.
HOME = Comparison(
    "home",
    (
        Level(MISSING, "missing", ("home",)),
        Level("same", "same", ("home",), 0.5, 1e-4, 0.6),
        Level("else", "else", (), 0.5, 0.9999, 0.4),
    ),
    told=True,
)
FIN = Comparison(
    "fin",
    (
        Level(MISSING, "missing", ("fin",)),
        Level("same", "same", ("fin",), 0.97, 1e-9, 1e-9),
        Level("one off", "one off", ("fin",), 0.02, 1e-7, 1e-7),
        Level("else", "else", (), 0.01, 1.0, 1.0),
    ),
    own=True,
    told=True,
    text=True,
)
TIES = Comparison(
    "ties",
    (
        # Before all: nobody is their own mother, however alike the two records are.
        Level("of each other", "of each other", ("ties",), 1e-15, 1e-5, 0.2),
        Level(MISSING, "missing", ("ties",)),
        Level("shared", "shared", ("ties",), 0.6, 1e-5, 0.6),
        Level("else", "else", (), 0.4, 0.99998, 0.2),
    ),
    told=True,
)

# Day and month in either order: what both 03.11 and 11.03 are found under.
DAY = ("born_year", "born_low", "born_high")
ANNIVERSARY = ("born_month", "born_day")
MONTH = ("born_year", "born_month")
NEXT_YEAR = "abs(l.born_year - r.born_year) = 1"

PEOPLE = Recipe(
    start=Model(
        "people",
        (GIVEN, FAMILY, FATHER, BORN, SEX, PLACE, HOME, PHONE, FIN, TIES),
        prior=3e-7,
        kin_prior=3e-8,
    ),
    keys=(
        Key(("fin",)),
        Key((*DAY, "given")),
        Key((*DAY, "family_stem")),
        Key((*DAY, "place")),
        Key((*DAY, "father")),
        Key((*DAY, "given_begins", "family_begins")),
        Key(("phone",)),
        Key((*ANNIVERSARY, "given", "family_begins"), NEXT_YEAR),
        Key((*ANNIVERSARY, "family_stem", "father"), NEXT_YEAR),
        Key((*ANNIVERSARY, "given", "place"), NEXT_YEAR),
        Key((*ANNIVERSARY, "family_stem", "place"), NEXT_YEAR),
        Key((*ANNIVERSARY, "given_begins", "family_begins", "father_begins"), NEXT_YEAR),
        Key((*MONTH, "given", "family_stem")),
        Key((*MONTH, "given_sound", "family_sound")),
        Key((*MONTH, "given_begins", "family_begins", "father")),
        Key((*MONTH, "given", "father")),
        Key((*MONTH, "family_stem", "father")),
        Key((*MONTH, "given", "place")),
        Key((*MONTH, "family_stem", "place")),
        Key(("given", "family_stem", "father", "place")),
        Key((*DAY, "given_family")),
    ),
    texts=("given", "family", "father"),
    swapped=("given", "family"),
    follow=("stem", "sound"),
    masks={"given": 4, "family": 4, "father": 4, "fin": 2},
    exact={
        "born": (
            "l.born_year = r.born_year",
            "l.born_month = r.born_month and l.born_day = r.born_day and l.born_year <> r.born_year",
        ),
    },
    once="fin",
    name="given",
    sex="sex",
)
