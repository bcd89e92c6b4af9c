"""Two tellings held against each other, fact by fact. Pure.

`surely` needs the same valid FIN and one more fact that agrees; everything else is for a human to say. Two given
names that are both known and differ are two people, however alike they sound: Həsən and Hüseyn are twins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from himaya.kit.periods import BirthDate
from himaya.kit.text import skeletons
from himaya.reference.rules import distance
from himaya.registry.imports.cleaning import lexicon

Facts = Mapping[str, Any]
SURELY, PERHAPS, TWIN, SHARED = "surely", "perhaps", "twin", "shared"
AGREE, NEAR, DIFFER, SILENT = "agree", "near", "differ", "silent"


def born_of(facts: Facts) -> BirthDate | None:
    """The birth date of a row's facts."""
    told = facts.get("born")
    return BirthDate(date.fromisoformat(told["day"]), told["precision"]) if told else None


def family_agrees(one: str, other: str) -> str:
    """Family names, whatever their endings (-ov, -ova, -zadə) and alphabet."""
    if not one or not other:
        return SILENT
    if lexicon.loose(one) == lexicon.loose(other):
        return AGREE
    return NEAR if skeletons(one) & skeletons(other) or _slip(one, other) else DIFFER


def given_agrees(one: str, other: str) -> str:
    """Given names: the same, or one slip apart where they are not two known names."""
    if not one or not other:
        return SILENT
    if lexicon.loose(one) == lexicon.loose(other):
        return AGREE
    if lexicon.is_given(one) and lexicon.is_given(other):
        return DIFFER
    if len(one) == 1 or len(other) == 1:  # an initial
        return NEAR if lexicon.loose(one)[:1] == lexicon.loose(other)[:1] else DIFFER
    return NEAR if skeletons(one) & skeletons(other) or _slip(one, other) or _longer(one, other) else DIFFER


def _longer(one: str, other: str) -> bool:
    """One name with an ending more: Kənan and Kənanxan."""
    short, long = sorted((lexicon.loose(one), lexicon.loose(other)), key=len)
    return len(short) > 3 and long.startswith(short)


def _slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 4 and distance(lexicon.loose(one), lexicon.loose(other), 1) <= 1


def born_agrees(one: BirthDate | None, other: BirthDate | None) -> str:
    """Birth dates: the same day; near where one is known less well, or day and month changed places."""
    if one is None or other is None:
        return SILENT
    if one.precision == other.precision == "exact":
        if one.day == other.day:
            return AGREE
        return NEAR if (one.day.year, one.day.month, one.day.day) == _swapped(other.day) else DIFFER
    return NEAR if one.window.overlaps(other.window) else DIFFER


def _swapped(day: date) -> tuple[int, int, int]:
    return day.year, day.day, day.month


@dataclass(frozen=True, slots=True)
class Held:
    """How the facts of two tellings go together."""

    fin: str
    family: str
    given: str
    father: str
    born: str
    phone: bool
    place: bool
    # The given name of the one is the father's name of the other, and the other way round.
    turned: bool = False

    @property
    def agreeing(self) -> int:
        """How many facts besides the FIN agree."""
        return sum(what == AGREE for what in (self.family, self.given, self.father, self.born)) + self.phone


def held(one: Facts, other: Facts) -> Held:
    """One telling against another."""
    fins = (one.get("fin", ""), other.get("fin", ""))
    turned = _turned(one, other)
    return Held(
        fin=SILENT if not all(fins) else AGREE if fins[0] == fins[1] else _fins_apart(*fins),
        family=family_agrees(one.get("family_name", ""), other.get("family_name", "")),
        given=NEAR if turned else given_agrees(one.get("given_name", ""), other.get("given_name", "")),
        father=NEAR if turned else given_agrees(one.get("fathers_name", ""), other.get("fathers_name", "")),
        born=born_agrees(born_of(one), born_of(other)),
        phone=bool(set(one.get("phones", ())) & set(other.get("phones", ()))),
        place=_place(one) != "" and _place(one) == _place(other),
        turned=turned,
    )


def _turned(one: Facts, other: Facts) -> bool:
    """The same two names of one day's child, told in another order: a father and a son are not born on one day."""
    first, second = (
        [lexicon.loose(facts.get(name, "")) for name in ("given_name", "fathers_name")]
        for facts in (one, other)
    )
    same_day = born_agrees(born_of(one), born_of(other)) == AGREE
    return same_day and all(first) and first != second and first == second[::-1]


def _fins_apart(one: str, other: str) -> str:
    return NEAR if sum(a != b for a, b in zip(one, other, strict=False)) == 1 else DIFFER


def _place(facts: Facts) -> str:
    told = facts.get("registered") or facts.get("lives") or {}
    return str(told.get("unit", ""))


def alike(one: Facts, other: Facts) -> str:
    """`surely` or `perhaps` the same person, `twin`, `shared` (one FIN for two people), or empty."""
    facts = held(one, other)
    if facts.fin == AGREE:
        return _with_one_fin(facts)
    if facts.given == DIFFER:
        return _twins(facts, one, other)
    if DIFFER in (facts.family, facts.father, facts.born) or facts.given == SILENT or facts.family == SILENT:
        return ""
    return PERHAPS if _enough(facts) else ""


def _with_one_fin(facts: Held) -> str:
    if facts.given == DIFFER:
        return SHARED
    if facts.born == DIFFER and facts.family == DIFFER:
        return SHARED
    return SURELY if facts.agreeing else PERHAPS


def _twins(facts: Held, one: Facts, other: Facts) -> str:
    first, second = born_of(one), born_of(other)
    if first is None or second is None or facts.family not in (AGREE, NEAR) or facts.father == DIFFER:
        return ""
    together = first.precision == second.precision == "exact" and abs((first.day - second.day).days) <= 1
    return TWIN if together and (facts.father == AGREE or facts.phone or facts.place) else ""


def _enough(facts: Held) -> bool:
    """Without one FIN: name and birth to the day, or more that speaks for it where the birth is known less well."""
    if facts.fin == DIFFER:
        return facts.born == AGREE and facts.father == AGREE and facts.family == facts.given == AGREE
    if facts.born == AGREE:
        return (
            facts.father == AGREE
            or facts.phone
            or facts.turned
            or (facts.father in (NEAR, SILENT) and facts.given == AGREE)
        )
    more = (facts.father == AGREE) + facts.phone + facts.place + (facts.fin == NEAR) + (facts.born == NEAR)
    return more >= (2 if facts.born == NEAR else 3)


def keys_of(facts: Facts) -> list[str]:
    """Under which keys a row meets the others it must be held against. Any two that may be alike share one; rows
    under `m=` meet only where one of them has no birth date."""
    keys = []
    if facts.get("fin"):
        keys.append(f"f={facts['fin']}")
    family, given = _sound(facts.get("family_name", "")), _sound(facts.get("given_name", ""))
    born = born_of(facts)
    if born and born.precision == "exact":
        day, month = sorted((born.day.day, born.day.month))
        keys.append(f"d={born.day.year}.{day:02d}.{month:02d}|{family}")
    if family and given:
        name = f"{family}|{given}|{_sound(facts.get('fathers_name', ''))[:2]}"
        keys.append(f"m={name}")
        keys += [f"n={name}|{year}" for year in _years(born)]
    keys += [f"p={phone}|{given[:2]}" for phone in facts.get("phones", ())[:4]]
    return keys


def _years(born: BirthDate | None) -> range:
    window = born.window if born else None
    if window is None or window.start is None or window.end is None:
        return range(0)
    return range(window.start.year, (window.end - timedelta(days=1)).year + 1)


@lru_cache(maxsize=20_000)
def _sound(name: str) -> str:
    return min(skeletons(name), default="")
