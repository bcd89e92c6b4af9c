"""Holding the rows of a list against each other, against what was told before, and against the register."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from himaya.access.gate import acting_as
from himaya.kit.text import fold, skeletons
from himaya.registry.imports.cleaning import lexicon
from himaya.registry.imports.matching.alike import (
    AGREE,
    DIFFER,
    NEAR,
    PERHAPS,
    SHARED,
    SURELY,
    TWIN,
    alike,
    born_of,
    family_agrees,
    given_agrees,
)
from himaya.registry.imports.models import ImportBatch, ImportRow
from himaya.registry.imports.translating import new_person
from himaya.registry.registration.actions import likely_for
from himaya.registry.search.queries import Match

_EPOCH = date(2000, 1, 1)  # of the marks of days in the search keys
GROUPS = 400  # groups of rows held against each other at once
WIDEST = 40  # rows of one key that are all held against each other
ASKED = 500  # rows held against the register at once
Step = Callable[[float], None]


@dataclass
class Found:
    """What became clear of one row. `verdict` empty: nothing new."""

    verdict: str = ""
    same_as: int | None = None
    remarks: list[list[str]] = field(default_factory=list)
    matches: list[list[Any]] = field(default_factory=list)
    twin: bool = False

    def say(self, code: str, about: str = "") -> None:
        """A remark, once."""
        if [code, about] not in self.remarks:
            self.remarks.append([code, about])


def mark_told_before(batch: ImportBatch, by: Any) -> None:
    """Rows that this unit sent before, unchanged, and that were taken in."""
    with acting_as(by), connection.cursor() as cursor:
        cursor.execute(
            """
            update registry_importrow r set verdict = 'unchanged', remarks = r.remarks || '[["told_before", ""]]',
              made = o.made - 'created'
            from registry_importrow o join registry_importbatch b on b.id = o.batch_id
            join access_dossier d on d.id = b.dossier_id
            where r.batch_id = %s and r.verdict = 'new' and o.digest = r.digest and o.batch_id <> r.batch_id
              and o.outcome in ('created', 'joined') and d.unit_id = %s and b.status = 'done'
            """,
            [batch.pk, batch.dossier.unit_id],
        )


# --- among the rows -----------------------------------------------------------------------------------

_GROUPS = """
select array_agg(place order by place) from (
  select r.place, unnest(r.keys) as key, not r.facts ? 'born' as unborn
  from registry_importrow r where r.batch_id = %s and r.verdict in ('new', 'unchanged')) k
group by key having count(*) > 1 and (left(key, 2) <> 'm=' or bool_or(unborn))
"""


def mark_repeats(batch: ImportBatch, by: Any) -> None:
    """Rows of the same person, twins, and FINs that two people share."""
    with acting_as(by), connection.cursor() as cursor:
        cursor.execute(_GROUPS, [batch.pk])
        groups = [row[0] for row in cursor.fetchall()]
    for at in range(0, len(groups), GROUPS):
        with acting_as(by):
            _compare(batch, groups[at : at + GROUPS])


def _compare(batch: ImportBatch, groups: Sequence[Sequence[int]]) -> None:
    places = sorted({place for group in groups for place in group})
    known: dict[int, tuple[Any, str, int | None]] = {
        place: (facts, verdict, same_as)
        for place, facts, verdict, same_as in ImportRow.objects.filter(
            batch=batch, place__in=places
        ).values_list("place", "facts", "verdict", "same_as")
    }
    found: dict[int, Found] = {}
    for first, second in _pairs(groups):
        how = alike(known[first][0], known[second][0])
        if how:
            _note(found, first, second, how)
    for place, one in list(found.items()):
        if one.same_as is not None and one.verdict == ImportRow.DUPLICATE:
            one.same_as = _root(found, place)
    put_found(batch, found)


def _pairs(groups: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    seen: set[tuple[int, int]] = set()
    for group in groups:
        for at, first in enumerate(group):
            for second in group[at + 1 : at + WIDEST]:
                if (first, second) not in seen:
                    seen.add((first, second))
                    yield first, second


def _note(found: dict[int, Found], first: int, second: int, how: str) -> None:
    one, other = found.setdefault(first, Found()), found.setdefault(second, Found())
    if how == SURELY:
        other.verdict, other.same_as = ImportRow.DUPLICATE, min(first, other.same_as or first)
        other.say("same_row_surely")
    elif how == PERHAPS and other.verdict != ImportRow.DUPLICATE:
        other.verdict, other.same_as = ImportRow.LIKELY, min(first, other.same_as or first)
        other.say("same_row")
    elif how == SHARED:
        for row, twin in ((one, second), (other, first)):
            row.verdict, row.same_as = ImportRow.CONFLICT, twin
            row.say("fin_shared", "fin")
    elif how == TWIN:
        for row, twin in ((one, second), (other, first)):
            row.twin = True
            row.same_as = row.same_as or twin
            row.say("twin_row")


def _root(found: Mapping[int, Found], place: int) -> int:
    while (above := found.get(place)) and above.verdict == ImportRow.DUPLICATE and above.same_as:
        place = above.same_as
    return place


_PUT = """
update registry_importrow r set
  verdict = case when f.verdict = '' or r.verdict in ('conflict', 'duplicate') and f.verdict = 'likely' then r.verdict
                 else f.verdict end,
  same_as = coalesce(f.same_as, r.same_as),
  matches = case when f.matches = '[]' then r.matches else f.matches::jsonb end,
  facts = case when f.twin then r.facts || '{"multiple_birth": true}' else r.facts end,
  remarks = r.remarks || coalesce((select jsonb_agg(x) from jsonb_array_elements(f.remarks::jsonb) x
                                   where not r.remarks @> jsonb_build_array(x)), '[]')
from unnest(%s::int[], %s::text[], %s::int[], %s::text[], %s::text[], %s::bool[])
  as f(place, verdict, same_as, remarks, matches, twin)
where r.batch_id = %s and r.place = f.place
"""


def put_found(batch: ImportBatch, found: Mapping[int, Found]) -> None:
    """Writes what became clear onto the rows."""
    rows = [(place, one) for place, one in found.items() if one.verdict or one.remarks]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _PUT,
            [
                [place for place, _one in rows],
                [one.verdict for _place, one in rows],
                [one.same_as for _place, one in rows],
                [json.dumps(one.remarks) for _place, one in rows],
                [json.dumps(one.matches) for _place, one in rows],
                [one.twin for _place, one in rows],
                batch.pk,
            ],
        )


# --- against the register -----------------------------------------------------------------------------


def meet_register(batch: ImportBatch, by: Any, step: Step) -> None:
    """Who of the list may be registered already."""
    with acting_as(by):
        whole = max(ImportRow.objects.filter(batch=batch).count(), 1)
    last = 0
    while True:
        with acting_as(by):
            piece = list(
                ImportRow.objects.filter(batch=batch, verdict=ImportRow.NEW, place__gt=last)
                .order_by("place")
                .values_list("place", "facts")[:ASKED]
            )
            if not piece:
                return
            put_found(batch, met_in_register(dict(piece), by))
            last = piece[-1][0]
            step(min(last / whole, 1.0))


def near_in_register(rows: Mapping[int, Mapping[str, Any]]) -> set[int]:
    """The places of those rows to which somebody in the register is near, by FIN or likeness."""
    return {met[0] for met in _meet(rows)} if rows else set()


def _meet(rows: Mapping[int, Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select n, how, who, sight, family, given, father, born, phone from registry_meet(%s)",
            [json.dumps([_asked(place, facts) for place, facts in rows.items()])],
        )
        return cursor.fetchall()


def met_in_register(rows: Mapping[int, Mapping[str, Any]], by: Any) -> dict[int, Found]:
    """Who of these rows (place → facts) is registered: surely, perhaps, or against what the register says; of the
    others nothing is said."""
    found: dict[int, Found] = {}
    for place, how, who, *told in _meet(rows):
        if how == "fin":
            found[place] = _by_fin(rows[place], who, told)
        elif likely := likely_for(new=new_person(rows[place]), by=by):
            found[place] = _by_likeness(rows[place], likely)
    return found


def _asked(place: int, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the door reads it."""
    born = born_of(facts)
    days: list[str] = []
    years: list[str] = []
    if born and born.precision == "exact":
        turned = [born.day.replace(month=born.day.day, day=born.day.month)] if born.day.day <= 12 else []
        days = [f"d={(day - _EPOCH).days}" for day in dict.fromkeys([born.day, *turned])]
    elif born:
        window = born.window
        assert window.start
        assert window.end
        years = [f"y={year}" for year in range(window.start.year, window.end.year + 1)]
    return {
        "n": place,
        "fin": facts.get("fin", ""),
        "family": facts.get("family_name", ""),
        "given": facts.get("given_name", ""),
        "father": facts.get("fathers_name", ""),
        "born": born.day.isoformat() if born else None,
        "known": born.precision if born else "",
        "days": days,
        "years": years,
        "families": _sounds(facts.get("family_name", "")),
        "givens": _sounds(facts.get("given_name", "")),
        "fathers": _sounds(facts.get("fathers_name", "")),
        "phones": facts.get("phones", []),
        "papers": list(facts.get("papers", {}).values()),
    }


@lru_cache(maxsize=20_000)
def _sounds(name: str) -> tuple[str, ...]:
    return tuple(sorted({sound for word in fold(name).split(" ") if word for sound in skeletons(word)}))


def _by_fin(facts: Mapping[str, Any], who: str, told: Sequence[Any]) -> Found:
    """The same FIN: surely the same where one more fact agrees and no given name speaks against it."""
    _sight, family, given, father, born, phone = told
    agreeing = [AGREE in (family, given, father, born), phone, NEAR in (family, given) and born != DIFFER]
    found = Found(matches=[[who, 1.0, ["fin"]]])
    if given == DIFFER or (family == DIFFER and born == DIFFER) or not any(agreeing):
        found.verdict = ImportRow.CONFLICT
        found.say("known_differs", "fin")
    else:
        found.verdict = ImportRow.EXISTING
        found.say("known_surely", "fin")
    return found


def _by_likeness(facts: Mapping[str, Any], likely: Sequence[Match]) -> Found:
    """Somebody alike: a human decides, save where it is plainly a twin or another child of the family."""
    found = Found(matches=[[m.public_id, m.score, [reason.how for reason in m.reasons]] for m in likely[:5]])
    others = [match for match in likely if _is_kin(facts, match)]
    if len(others) == len(likely):
        found.say("twin_known")
        found.twin = any(_born_with(facts, match) for match in others)
        return found
    found.verdict = ImportRow.LIKELY
    found.say("known_perhaps")
    return found


def _is_kin(facts: Mapping[str, Any], match: Match) -> bool:
    """Another given name, and both known as names: a twin, a sibling or a namesake of the father."""
    person = match.person
    if person is None or any(reason.how in ("fin", "fin_near", "paper") for reason in match.reasons):
        return False
    given = facts.get("given_name", "")
    return given_agrees(given, person.given_name) == DIFFER and lexicon.loose(given) != lexicon.loose(
        person.fathers_name
    )


def _born_with(facts: Mapping[str, Any], match: Match) -> bool:
    born, person = born_of(facts), match.person
    return (
        born is not None
        and person is not None
        and person.born == born
        and born.precision == "exact"
        and family_agrees(facts.get("family_name", ""), person.family_name) in (AGREE, NEAR)
    )
