"""What a source may tell, and which of the things told the person's view shows.

A choice by hand comes first, then the most trusted source, then the newest (docs/adr/0012). Pure."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.errors import Refused
from himaya.kit.periods import BirthDate
from himaya.kit.text import clean_line, fold
from himaya.kit.verdict import Verdict, no, yes
from himaya.registry.identifiers.rules import read_identifier
from himaya.registry.people.rules import LIVES, Details

HAND, TRUSTED, NEWEST, ONLY, AGREED = "hand", "trusted", "newest", "only", "agreed"
# The facts of which a person's own columns are the view, as the page calls them.
FIELDS: dict[str, Any] = {
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "fathers_name": _("Father's name"),
    "sex": _("Sex"),
    "born": _("Birth date"),
    "multiple_birth": _("Twin (or triplet)"),
    "died_on": _("Died on"),
    "citizenship": _("Citizenship"),
    "language": _("Language"),
    "life": _("Living or not"),
}
NAMES = ("family_name", "given_name", "fathers_name")
OWN_LETTERS = frozenset("əƏıİöÖğĞüÜşŞçÇ")
PRECISIONS = ("exact", "month", "year", "estimated")
LONGEST_KEY = 120
OWN = "own"


def _line(most: int) -> Callable[[Any], Any]:
    def read(value: Any) -> str:
        return clean_line(str(value or ""))[:most]

    return read


def _sex(value: Any) -> str:
    if value not in ("female", "male", "unknown", "", None):
        raise ValueError(value)
    return "" if value in (None, "unknown") else str(value)


def _life(value: Any) -> str:
    if value not in (*LIVES, None):
        raise ValueError(value)
    return str(value or "")


def _born(value: Any) -> dict[str, str] | None:
    if isinstance(value, BirthDate):
        return {"day": value.day.isoformat(), "precision": value.precision}
    if not value:
        return None
    if value["precision"] not in PRECISIONS:
        raise ValueError(value)
    return {"day": date.fromisoformat(value["day"]).isoformat(), "precision": value["precision"]}


def _day(value: Any) -> str | None:
    if not value:
        return None
    return value.isoformat() if isinstance(value, date) else date.fromisoformat(value).isoformat()


def _papers(value: Any) -> dict[str, str]:
    return {str(kind): read_identifier(str(kind), str(number)) for kind, number in dict(value or {}).items()}


def _phones(value: Any) -> list[str]:
    return sorted({clean_line(str(number)) for number in value or ()})


def _place(value: Any) -> dict[str, str]:
    told = dict(value or {})
    return {name: clean_line(str(told.get(name) or "")) for name in ("place", "line")}


FACTS: dict[str, Callable[[Any], Any]] = {
    "family_name": _line(100),
    "given_name": _line(100),
    "fathers_name": _line(100),
    "sex": _sex,
    "born": _born,
    "multiple_birth": bool,
    "died_on": _day,
    "citizenship": _line(2),
    "language": _line(12),
    "life": _life,
    "fin": lambda value: read_identifier("fin", str(value or "")),
    "papers": _papers,
    "phones": _phones,
    "lives": _place,
    "registered": _place,
    "note": _line(500),
}


def read_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are kept: typed, tidy, JSON. Refused where one is unknown or not what it should be.

    Names, `sex` (female, male), `born` (a BirthDate, or its day and precision), `multiple_birth`, `died_on`,
    `citizenship`, `language`, `life` (dead, missing), `fin`, `papers` (kind → number), `phones`, `lives` and `registered`
    (place: a code of the territory, line), `note`. A fact given as empty says that the source knows of none; one not
    given says nothing."""
    read = {}
    for name, value in facts.items():
        reader = FACTS.get(name)
        try:
            if reader is None:
                raise ValueError(name)
            read[name] = reader(value)
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise Refused(_("This fact cannot be read: %(name)s.") % {"name": name}, name) from fault
    return dict(sorted(read.items()))


def digest_of(facts: Mapping[str, Any]) -> str:
    """By which the same facts, told again, are known."""
    told = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """What one source says now about all of a person. `order` is the place in which it was received."""

    telling: int
    record: int
    source: str
    rank: int
    at: datetime
    facts: Mapping[str, Any]

    def says(self, name: str) -> Any:
        """Its value for a field; None where it says nothing, or that there is none."""
        return self.facts.get(name) or None


@dataclass(frozen=True, slots=True)
class Pick:
    """Which of the things told is shown, and why; `differ` where sources truly disagree and nobody has chosen."""

    telling: int | None
    value: Any
    why: str
    differ: bool = False


def pick(field: str, told: Sequence[Told], chosen: int | None = None) -> Pick | None:
    """What the view shows for a field. None where no source says anything: then what stands there stays.

    `chosen`: the telling that a human took. A twin stays a twin unless a human says otherwise: whoever looks alike
    may be the other one."""
    by_hand = next((one for one in told if one.telling == chosen), None)
    if by_hand is not None and field in by_hand.facts:
        return Pick(by_hand.telling, by_hand.says(field), HAND)
    saying = sorted((one for one in told if one.says(field)), key=_belief, reverse=True)
    if not saying:
        silent = next((one for one in told if field in one.facts), None)
        return Pick(silent.telling, None, ONLY) if silent else None
    best = saying[0]
    if len(saying) == 1:
        return Pick(best.telling, best.says(field), ONLY)
    if all(agree(field, best.says(field), one.says(field)) for one in saying[1:]):
        best = max(saying, key=lambda one: (one.rank, _letters(field, one.says(field)), *_belief(one)))
        return Pick(best.telling, best.says(field), AGREED)
    why = TRUSTED if best.rank > saying[1].rank else NEWEST
    return Pick(best.telling, best.says(field), why, differ=True)


def _belief(one: Told) -> tuple[int, datetime, int]:
    return (one.rank, one.at, one.telling)


def _letters(field: str, value: Any) -> int:
    """How many letters of a name only our alphabet has: of spellings that agree, who kept them wrote it as it is."""
    return sum(letter in OWN_LETTERS for letter in str(value)) if field in NAMES else 0


def agree(field: str, one: Any, other: Any) -> bool:
    """Whether two sources say the same: spelling aside for names, precision aside for a birth date."""
    if field in NAMES:
        return fold(one) == fold(other)
    if field == "born":
        first, second = born_of(one), born_of(other)
        return first is not None and second is not None and first.window.overlaps(second.window)
    return bool(one == other)


def born_of(value: Any) -> BirthDate | None:
    """A birth date as it is kept in facts."""
    return BirthDate(date.fromisoformat(value["day"]), value["precision"]) if value else None


def picks(told: Sequence[Told], chosen: Mapping[str, int]) -> dict[str, Pick]:
    """The view, field by field, as far as sources say anything."""
    found = {field: pick(field, told, chosen.get(field)) for field in FIELDS}
    return {field: one for field, one in found.items() if one is not None}


def details_from(current: Details, view: Mapping[str, Pick]) -> Details:
    """The person's details with what the view says put in; what no source speaks of stays."""
    values = {field: getattr(current, field) for field in FIELDS}
    for field, one in view.items():
        values[field] = _typed(field, one.value)
    if values["died_on"]:
        values["life"] = "dead"
    return Details(**values)


def _typed(field: str, value: Any) -> Any:
    if field == "born":
        return born_of(value)
    if field == "died_on":
        return date.fromisoformat(value) if value else None
    if field == "multiple_birth":
        return bool(value)
    return value or ("unknown" if field == "sex" else "")


def facts_of(details: Details) -> dict[str, Any]:
    """A person's details as a source tells them: what our own staff wrote."""
    return read_facts({field: getattr(details, field) for field in FIELDS})


def rank_on(trusts: Iterable[tuple[date, int]], on: date) -> int:
    """The trust in force on a day; before the first day, the first."""
    dated = sorted(trusts)
    past = [rank for start, rank in dated if start <= on]
    return past[-1] if past else (dated[0][1] if dated else 0)


def may_choose(field: str, said: Mapping[int, Mapping[str, Any]], telling: int | None) -> Verdict:
    """Whether a human may take for a field what one source says now. `said`: the facts of each current telling."""
    if field not in FIELDS:
        return no(_("This field is not told by sources."))
    if telling is not None and field not in said.get(telling, {}):
        return no(_("This source does not say this of the person now. Open the page again."))
    return yes()


def may_cut(source: str, is_cut: bool, reason: str) -> Verdict:
    """Whether a source's row may be taken from a person it was joined to."""
    if source == OWN:
        return no(_("What our own staff wrote belongs to the person. Correct it instead."))
    if is_cut:
        return no(_("This row has been cut already."))
    return yes() if clean_line(reason) else no(_("Say why this row is not this person's."))
