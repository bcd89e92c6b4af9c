"""What a row tells, as the register takes it: a new person, and the facts of a source."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from himaya.kit.text import fold
from himaya.reference.queries import place_by_code
from himaya.registry.imports.matching.alike import born_of
from himaya.registry.people.rules import Details, Residence
from himaya.registry.registration.rules import NewPerson

SOURCE = "institution_list"
_TOLD = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
_PLAIN = ("family_name", "given_name", "fathers_name", "sex", "phones", "papers", "citizenship")


def new_person(facts: Mapping[str, Any], *, is_sample: bool = False, with_fin: bool = True) -> NewPerson:
    """The person whom a row describes. Who is only registered somewhere is taken to live there."""
    registered = residence(facts.get("registered"))
    lives = residence(facts.get("lives")) or registered
    return NewPerson(
        details=Details(
            family_name=facts.get("family_name", ""),
            given_name=facts.get("given_name", ""),
            fathers_name=facts.get("fathers_name", ""),
            sex=facts.get("sex", "unknown"),
            born=born_of(facts),
            multiple_birth=bool(facts.get("multiple_birth")),
        ),
        fin=facts.get("fin", "") if with_fin else "",
        papers=tuple((kind, number) for kind, number in facts.get("papers", {}).items()),
        phones=tuple(facts.get("phones", ())),
        lives=lives,
        registered=registered,
        is_sample=is_sample,
    )


def residence(told: Mapping[str, Any] | None) -> Residence:
    """A place of a row's facts."""
    if not told or not told.get("place"):
        return Residence()
    place = place_by_code(told["place"])
    return Residence(
        place.finest if place else None, place.settlement if place else None, told.get("line", "")
    )


def source_facts(facts: Mapping[str, Any], *, with_fin: bool = True) -> dict[str, Any]:
    """The facts of a row as `sources` keeps them. What it has no room for goes into the note."""
    told: dict[str, Any] = {name: facts[name] for name in _PLAIN if facts.get(name)}
    for name in ("lives", "registered"):
        if facts.get(name):
            told[name] = {"place": facts[name]["place"], "line": facts[name]["line"]}
    if facts.get("born"):
        told["born"] = facts["born"]
    if facts.get("multiple_birth"):
        told["multiple_birth"] = True
    if with_fin and facts.get("fin"):
        told["fin"] = facts["fin"]
    if len(told.get("citizenship", "")) != 2:
        told.pop("citizenship", None)
    if facts.get("note"):
        told["note"] = facts["note"]
    return told


def key_of(facts: Mapping[str, Any], unit: int) -> str:
    """Under which key a unit tells of this person: the FIN, else name and birth."""
    if facts.get("fin"):
        return f"{unit}:fin:{facts['fin']}"
    names = (fold(facts.get(part, "")) for part in ("family_name", "given_name", "fathers_name"))
    born = facts.get("born") or {}
    told = "|".join([*names, born.get("day", ""), born.get("precision", "")])
    return f"{unit}:name:{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def digest_of(facts: Mapping[str, Any]) -> str:
    """By which the same row, sent again, is known."""
    return hashlib.sha256(_TOLD.encode(facts).encode()).hexdigest()
