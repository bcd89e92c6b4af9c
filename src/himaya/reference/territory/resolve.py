"""From what someone wrote to a place: `resolve_place` and `suggest_places`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db import connection
from django.utils.translation import gettext as _

from himaya.kit import clock, text
from himaya.reference.release.queries import remembered
from himaya.reference.territory import rules
from himaya.reference.territory.models import Settlement, Territory
from himaya.reference.territory.queries import (
    Place,
    administration_of,
    by_id,
    is_in_being,
    place_by_code,
    place_of,
    settlements,
    territories,
    upwards,
)

Status = Literal["exact", "ambiguous", "none"]
LONGEST_NAME = 4  # words
_KINDS_MEANT = {
    "city": ("city", "town"),
    "rayon": ("rayon", "district"),
    "township": ("township", "town"),
    "village": ("village",),
}


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that may be meant, and why."""

    place: Place
    why: str

    @property
    def territory(self) -> Territory:
        """The unit."""
        return self.place.territory


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What was found: one sure place, several to ask about, or none."""

    status: Status
    candidates: tuple[PlaceCandidate, ...] = ()

    @classmethod
    def sure(cls, place: Place) -> "PlaceMatch":
        """A place chosen from a list."""
        return cls("exact", (PlaceCandidate(place, ""),))

    @property
    def best(self) -> Place | None:
        """The place, where it is sure; where it is not, the user is asked."""
        return self.candidates[0].place if self.status == "exact" else None

    @property
    def administration(self) -> Territory | None:
        """The unit whose authority runs every candidate: known even where the place itself is not."""
        found = {a.pk: a for c in self.candidates if (a := administration_of(c.place.finest))}
        return next(iter(found.values())) if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    named: Territory | Settlement
    typed: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class _Index:
    exact: dict[str, list[Territory | Settlement]]
    loose: dict[str, list[Territory | Settlement]]


@remembered
def _index() -> _Index:
    index = _Index({}, {})
    today = clock.today()
    everything: list[Territory | Settlement] = [t for t in territories() if t.kind != Territory.Kind.COUNTRY]
    everything += [s for s in settlements() if is_in_being(s, today)]
    for named in everything:
        names = {named.name_az, named.name_en, named.name_ru, *named.aliases.split(";")} - {""}
        for key in {rules.place_key(name) for name in names} - {""}:
            index.exact.setdefault(key, []).append(named)
        for key in {rules.loose_key(rules.place_key(name)) for name in names} - {""}:
            index.loose.setdefault(key, []).append(named)
    return index


def resolve_place(written: str) -> PlaceMatch:
    """The place someone wrote, as a name, an address or inside a sentence."""
    words = [word for word in rules.place_key(written).split() if word]
    if not words:
        return PlaceMatch("none")
    hits = _prune(_hits(words, written), words)
    if not hits:
        return _similar(words) if len(words) <= LONGEST_NAME else PlaceMatch("none")
    return _match(_agreeing(hits), hits, words)


def _hits(words: list[str], written: str) -> list[_Hit]:
    found: list[_Hit] = []
    start = 0
    named_like = _looks_named(words, written)
    while start < len(words):
        here = _longest(words, start) if named_like[start] else []
        found += here
        start = here[0].end if here else start + 1
    return found


def _longest(words: list[str], start: int) -> list[_Hit]:
    for length in range(min(LONGEST_NAME, len(words) - start), 0, -1):
        end = start + length
        head, last = words[start : end - 1], words[end - 1]
        for stem in rules.without_ending(last):
            key = " ".join([*head, stem])
            named = _known(key, bare=not head)
            kind, after = _kind_around(words, start, end)
            if length > 1 and rules.kind_word(last):
                continue
            sure = kind is not None or stem != last or len(words) <= rules.LONG_TEXT
            named = [n for n in named if sure or not n.everyday_word]
            if named:
                return [_Hit(start, after, n, " ".join(words[start:end]), kind) for n in named]
    return []


def _known(key: str, bare: bool) -> list[Territory | Settlement]:
    index = _index()
    found = index.exact.get(key, [])
    if found or len(key) < 4 or (bare and rules.kind_word(key)):
        return found
    return index.loose.get(rules.loose_key(key), [])


def _looks_named(words: list[str], written: str) -> list[bool]:
    """In a story a place starts with a capital, unless its writer uses none; in a short text every word may be one."""
    if len(words) <= rules.LONG_TEXT or written.lower() == written or written.upper() == written:
        return [True] * len(words)
    capitals = {rules.place_key(word) for word in text.clean_line(written).split() if word[:1].isupper()}
    parts = {part for word in capitals for part in word.split()}
    return [word in parts for word in words]


def _kind_around(words: list[str], start: int, end: int) -> tuple[str | None, int]:
    two = " ".join(words[end : end + 2])
    if rules.kind_word(two) and len(words) >= end + 2:
        return rules.kind_word(two), end + 2
    if end < len(words) and (kind := rules.kind_word(words[end])):
        return kind, end + 1
    return rules.KIND_BEFORE.get(words[start - 1]) if start else None, end


def _prune(hits: list[_Hit], words: list[str]) -> list[_Hit]:
    kept = []
    for hit in hits:
        follower = words[hit.end] if hit.end < len(words) else ""
        if rules.NOT_A_PLACE.fullmatch(follower) or (
            hit.start and words[hit.start - 1] in {"ulitsa", "ul", "prospekt"}
        ):
            continue
        kept.append(hit)
    return _of_the_kind_said(kept)


def _of_the_kind_said(hits: list[_Hit]) -> list[_Hit]:
    kept: list[_Hit] = []
    for span in _spans(hits):
        meant = [hit for hit in span if hit.kind and hit.named.kind in _KINDS_MEANT[hit.kind]]
        plain = [hit for hit in span if not _is_shadow(hit, span)]
        kept += meant or plain
    return kept


def _is_shadow(hit: _Hit, span: list[_Hit]) -> bool:
    """A region or a seat that only repeats the name of its unit says nothing new."""
    named = hit.named
    if isinstance(named, Settlement):
        unit = by_id(named.territory_id)
        return any(isinstance(o.named, Territory) and unit and o.named.pk == unit.pk for o in span)
    return named.kind == Territory.Kind.REGION and any(
        isinstance(o.named, Territory) and o.named.is_unit for o in span
    )


def _is_seat(named: Territory | Settlement) -> bool:
    if not isinstance(named, Settlement):
        return False
    unit = by_id(named.territory_id)
    return unit is not None and unit.name_fold == named.name_fold


def _spans(hits: list[_Hit]) -> list[list[_Hit]]:
    spans: dict[int, list[_Hit]] = {}
    for hit in hits:
        spans.setdefault(hit.start, []).append(hit)
    return list(spans.values())


def _chain(named: Territory | Settlement) -> list[tuple[str, int]]:
    if isinstance(named, Settlement):
        home = by_id(named.territory_id)
        return [("settlement", named.pk), *(_chain(home) if home else [])]
    return [("territory", t.pk) for t in upwards(named)]


def _agreeing(hits: list[_Hit]) -> list[_Hit]:
    """The most precise hits that most of the others speak for."""
    chains = {id(hit): _chain(hit.named) for hit in hits}

    def agree(one: _Hit, other: _Hit) -> bool:
        return chains[id(one)][0] in chains[id(other)] or chains[id(other)][0] in chains[id(one)]

    support = {
        id(hit): len({o.start for o in hits if o.start != hit.start and agree(hit, o)}) for hit in hits
    }
    most = max(support.values())
    best = [hit for hit in hits if support[id(hit)] == most]
    above = {link for hit in best for link in chains[id(hit)][1:]}
    return [hit for hit in best if chains[id(hit)][0] not in above]


def _match(best: list[_Hit], hits: list[_Hit], words: list[str]) -> PlaceMatch:
    found: dict[str, PlaceCandidate] = {}
    for hit in best:
        for place in _places(hit.named):
            found.setdefault(place.code, PlaceCandidate(place, _why(hit)))
    candidates = list(found.values())
    if len(candidates) > 1 and rules.IN_TOWN.search(" ".join(words)):
        cities = [c for c in candidates if c.territory.kind == Territory.Kind.CITY]
        candidates = cities if len(cities) == 1 and _one_name(candidates) else candidates
    if not candidates:
        return PlaceMatch("none")
    return PlaceMatch("exact" if len(candidates) == 1 else "ambiguous", tuple(candidates))


def _one_name(candidates: Iterable[PlaceCandidate]) -> bool:
    return len({c.territory.name_az for c in candidates}) == 1


def _places(named: Territory | Settlement) -> list[Place]:
    if isinstance(named, Settlement):
        home = by_id(named.territory_id)
        place = place_of(home, named) if home else None
        return [place] if place else []
    if named.kind == Territory.Kind.REGION:
        inside = [t for t in territories() if t.is_unit and t.parent_id == named.pk]
        return [Place(t) for t in inside]
    place = place_of(named)
    return [place] if place else []


def _why(hit: _Hit) -> str:
    return _("“%(typed)s” was read as %(name)s.") % {"typed": hit.typed, "name": hit.named.name}


def _similar(words: list[str]) -> PlaceMatch:
    """No name is written, but one like it may be: it is asked, never taken."""
    found: dict[str, tuple[int, PlaceCandidate]] = {}
    for word in (w for w in words if len(w) >= 5 and not rules.kind_word(w)):
        for key, named in ((k, n) for k, n in _index().exact.items() if len(k) >= 5):
            most = 2 if len(key) >= 8 else 1
            far = min(
                rules.distance(stem, key, most) for stem in rules.without_ending(word) if len(stem) >= 4
            )
            if far <= most:
                for n in named:
                    for place in () if _is_seat(n) else _places(n):
                        why = _("“%(typed)s” looks like %(name)s.") % {"typed": word, "name": n.name}
                        found.setdefault(place.code, (far, PlaceCandidate(place, why)))
    nearest = sorted(found.values(), key=lambda pair: pair[0])[:8]
    return PlaceMatch("ambiguous" if nearest else "none", tuple(candidate for _far, candidate in nearest))


_SUGGEST = """
select code from (
  select code, kind, name_sort, search_key,
         word_similarity(%(key)s, search_key) as near,
         (search_key ^@ %(key)s or position(' ' || %(key)s in search_key) > 0) as begins
    from (
      select code, kind, name_sort, search_key from reference_territory
       where kind in ('city', 'rayon', 'district') and valid @> %(today)s
      union all
      select s.code, s.kind, s.name_sort, s.search_key from reference_settlement s
       where valid @> %(today)s and not exists (
         select 1 from reference_territory t where t.id = s.territory_id and t.name_fold = s.name_fold)
    ) as named
) as measured
where begins or near >= 0.45
order by begins desc, (kind in ('city', 'rayon')) desc, near desc, name_sort
limit %(limit)s
"""


def suggest_places(typed: str, limit: int = 10) -> list[Place]:
    """Places whose name begins like, contains, or resembles what is being typed; for a picker."""
    sure = resolve_place(typed)
    words = [word for word in rules.place_key(typed).split() if not rules.kind_word(word)] or [
        rules.place_key(typed)
    ]
    if not words[0]:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST, {"key": " ".join(words), "today": clock.today(), "limit": limit})
        codes = [row[0] for row in cursor.fetchall()]
    found = [c.place for c in sure.candidates] if sure.status != "none" else []
    known = {place.code for place in found}
    found += [p for code in codes if code not in known and (p := place_by_code(code))]
    return found[:limit]
