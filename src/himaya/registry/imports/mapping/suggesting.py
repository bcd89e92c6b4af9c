"""Giving each column its field: titles, contents and memory weighed together, each single field once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from himaya.registry.imports.mapping.contents import Profile
from himaya.registry.imports.mapping.titles import SEVERAL, meant, title_key

# Fields whose contents are so plain that they are known without any title.
_PLAIN = {"fin": 0.62, "phones": 0.6, "sex": 0.6, "full_name": 0.6, "born": 0.5, "family_name": 0.5, "given_name": 0.42,
          "fathers_name": 0.4, "lives": 0.4, "number": 0.4, "admitted_on": 0.38}  # fmt: skip
# Fields whose contents must bear out what the title says.
_TYPED = frozenset({"fin", "phones", "born", "admitted_on", "left_on", "parent_born", "sex", "full_name"})
# Fields of words, in which no column of dates can be meant.
_WORDS = frozenset({"birth_place", "sender", "mother_name", "father_full", "guardian_name", "citizenship"})
LEAST = 0.36


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its place (from 0), title, suggested field (empty: none) and how surely; some of its
    cells, for people to see."""

    place: int
    title: str
    field: str = ""
    score: float = 0.0
    samples: tuple[str, ...] = ()


def suggest(
    titles: Sequence[str], profiles: Sequence[Profile], remembered: Mapping[str, str] | None = None
) -> list[tuple[str, float]]:
    """A field and how surely, for each column. `remembered`: title key → field, as this institution last said."""
    memory = remembered or {}
    scores: list[tuple[float, int, str]] = []
    for place, (title, found) in enumerate(zip(titles, profiles, strict=True)):
        if (said := memory.get(title_key(title))) is not None and title:
            scores.append((2.0, place, said))
            continue
        scores += [(score, place, field) for field, score in _scores(title, found).items() if score >= LEAST]
    scores.sort(key=lambda one: (-one[0], one[1]))
    given: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, place, field in scores:
        if place not in given and (field not in taken or field in SEVERAL):
            given[place] = (field, min(score, 1.0))
            taken.add(field)
    fields = [given.get(place, ("", 0.0)) for place in range(len(titles))]
    return _doubled(_settled(fields, profiles), titles, profiles)


def _scores(title: str, found: Profile) -> dict[str, float]:
    named = meant(title)
    scores = {field: _borne_out(field, surely, found) for field, surely in named.items()}
    certain = max(named.values(), default=0.0)
    for field, most in _PLAIN.items():
        fit = found.fit(field) or 0.0
        if fit >= 0.6 and certain < 0.75:
            scores[field] = max(scores.get(field, 0.0), most * fit)
    return scores


def _borne_out(field: str, surely: float, found: Profile) -> float:
    """What a title says, weighed by whether the contents go with it."""
    if field in _WORDS and (found.fit("born") or 0.0) > 0.6:
        return surely * 0.3
    fit = found.fit(field)
    if fit is None:
        return surely
    if field in _TYPED and fit < 0.25:
        return surely * (0.45 if surely == 1.0 else 0.3)
    return 0.75 * surely + 0.25 * fit


def _settled(fields: list[tuple[str, float]], profiles: Sequence[Profile]) -> list[tuple[str, float]]:
    """Where titles said little: the earlier of two dates is the birth; a family name beside what looks like one."""
    by_field = {field: place for place, (field, _score) in enumerate(fields) if field}
    born, other = by_field.get("born"), by_field.get("admitted_on")
    unsure = born is not None and other is not None and max(fields[born][1], fields[other][1]) < 0.7
    if unsure and born is not None and other is not None and profiles[born].year > profiles[other].year > 0:
        fields[born], fields[other] = ("admitted_on", fields[born][1]), ("born", fields[other][1])
    family, given = by_field.get("family_name"), by_field.get("given_name")
    if family is not None and given is not None and _crossed(profiles[family], profiles[given]):
        fields[family], fields[given] = ("given_name", fields[family][1]), ("family_name", fields[given][1])
    given, father = by_field.get("given_name"), by_field.get("fathers_name")
    if (
        given is not None
        and father is not None
        and father < given
        and max(fields[given][1], fields[father][1]) < 0.6
    ):
        fields[given], fields[father] = fields[father], fields[given]
    return _whole_name(fields, profiles)


def _crossed(family: Profile, given: Profile) -> bool:
    """Two columns whose titles were put on each other."""
    return (
        (family.fit("family_name") or 0) < 0.2 and (given.fit("family_name") or 0) > 0.6 and given.filled > 5
    )


def _whole_name(fields: list[tuple[str, float]], profiles: Sequence[Profile]) -> list[tuple[str, float]]:
    """A column called “Adı” or “Soyadı” that holds whole names, with no other for the rest, is a whole name."""
    named = [
        (place, field) for place, (field, _s) in enumerate(fields) if field in ("family_name", "given_name")
    ]
    has_whole = any(field == "full_name" for field, _score in fields)
    if len(named) == 1 and not has_whole:
        place = named[0][0]
        if (profiles[place].fit("full_name") or 0.0) >= 0.6:
            fields[place] = ("full_name", fields[place][1])
    return fields


def _doubled(
    fields: list[tuple[str, float]], titles: Sequence[str], profiles: Sequence[Profile]
) -> list[tuple[str, float]]:
    """A column that stands twice is read twice: what is empty in the first may stand in the second."""
    known = {
        title_key(titles[place]): field
        for place, (field, score) in enumerate(fields)
        if field and score >= 0.9
    }
    for place, (field, _score) in enumerate(fields):
        again = known.get(title_key(titles[place])) if titles[place] else None
        if not field and again and profiles[place].filled:
            fields[place] = (again, 0.9)
    return fields
