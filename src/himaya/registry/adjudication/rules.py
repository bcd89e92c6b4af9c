"""Weighing two records against each other, and who decides what they are."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.periods import BirthDate
from himaya.kit.text import fold, skeletons
from himaya.kit.verdict import Verdict, no, yes

# What makes a pair risky; the codes are kept with it.
RISKS: dict[str, Any] = {
    "twins": _("One was born as a twin, and no number is shared"),
    "relatives": _("By record they are two: twins, siblings or relatives"),
    "guarded": _("One of the records is guarded"),
    "cases": _("Both have open cases"),
    "low_score": _("The evidence is thin"),
}
MOST_BITS = 30.0

# How far agreement (and disagreement) on a field speaks, in bits: the logarithm of how much more often it is met in
# two records of one person than in two of strangers. Used until a trained model says it (docs/adr/0014).
_BITS: dict[str, dict[str, float]] = {
    "fin": {"same": 14.0, "near": 5.0, "other": -9.0},
    "family_name": {"same": 6.0, "like": 4.0, "other": -4.0},
    "given_name": {"same": 5.0, "like": 3.0, "other": -5.0},
    "fathers_name": {"same": 5.0, "like": 3.0, "other": -4.0},
    "born": {"same": 9.0, "swapped": 5.0, "near": 3.0, "other": -6.0},
    "sex": {"same": 1.0, "other": -6.0},
    "place": {"same": 3.0, "other": -0.5},
    "phone": {"same": 5.0, "other": -0.3},
}
# Two records taken at random are almost never one person.
PRIOR_BITS = -14.0

LABELS: dict[str, Any] = {
    "fin": _("FIN"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "fathers_name": _("Father's name"),
    "born": _("Birth date"),
    "sex": _("Sex"),
    "place": _("Where they live"),
    "phone": _("Telephone"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of one record."""

    family_name: str = ""
    given_name: str = ""
    fathers_name: str = ""
    sex: str = ""
    born: BirthDate | None = None
    fins: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """One field's evidence, in bits: for one person above zero, for two below. Silent where one side lacks it."""

    field: str
    how: str
    weight: float

    def kept(self) -> dict[str, Any]:
        """As a pair keeps it."""
        return {"field": self.field, "how": self.how, "weight": round(self.weight, 2)}


def weigh(one: Facts, other: Facts) -> list[Weight]:
    """The evidence, field by field."""
    levels = {
        "fin": _numbers(one.fins, other.fins),
        "family_name": _names(one.family_name, other.family_name),
        "given_name": _names(one.given_name, other.given_name),
        "fathers_name": _names(one.fathers_name, other.fathers_name),
        "born": _births(one.born, other.born),
        "sex": _plain(one.sex, other.sex),
        "place": _plain(one.place, other.place),
        "phone": _sets(one.phones, other.phones),
    }
    return [
        Weight(field, level or "silent", _BITS[field][level] if level else 0.0)
        for field, level in levels.items()
    ]


def _names(one: str, other: str) -> str:
    first, second = fold(one), fold(other)
    if not first or not second:
        return ""
    if first == second:
        return "same"
    return (
        "like"
        if set(skeletons(first)) & set(skeletons(second)) or _a_letter_apart(first, second)
        else "other"
    )


def _a_letter_apart(one: str, other: str) -> bool:
    """One letter more, less or other."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one[start + (len(one) >= len(other)) :] == other[start + (len(other) >= len(one)) :]


def _births(one: BirthDate | None, other: BirthDate | None) -> str:
    if one is None or other is None:
        return ""
    if one.precision == other.precision == "exact":
        if one.day == other.day:
            return "same"
        if (one.day.year, one.day.month, one.day.day) == (other.day.year, other.day.day, other.day.month):
            return "swapped"
        return "near" if _one_part_differs(one.day, other.day) else "other"
    return "near" if one.window.overlaps(other.window) else "other"


def _one_part_differs(one: date, other: date) -> bool:
    return (one.year == other.year) + (one.month == other.month) + (one.day == other.day) == 2


def _numbers(one: frozenset[str], other: frozenset[str]) -> str:
    if not one or not other:
        return ""
    if one & other:
        return "same"
    near = any(sum(a != b for a, b in zip(x, y, strict=True)) == 1 for x in one for y in other)
    return "near" if near else "other"


def _sets(one: frozenset[str], other: frozenset[str]) -> str:
    return "" if not one or not other else "same" if one & other else "other"


def _plain(one: Any, other: Any) -> str:
    if one in (None, "", "unknown") or other in (None, "", "unknown"):
        return ""
    return "same" if one == other else "other"


def likelihood(weights: Sequence[Weight]) -> float:
    """How likely it is that they are one person, 0 to 1."""
    bits = PRIOR_BITS + sum(weight.weight for weight in weights)
    return 1 / (1 + math.pow(2, -max(min(bits, MOST_BITS), -MOST_BITS)))


def with_low_score(risks: Sequence[str], score: float, enough: int) -> list[str]:
    """The risks, with that of thin evidence. `enough`: percent, norm `adjudication.second.below`."""
    known = [risk for risk in risks if risk != "low_score"]
    return sorted({*known, "low_score"} if score * 100 < enough else set(known))


def is_risky(pair: Any) -> bool:
    """Whether one person's word is not enough."""
    return bool(pair.risks)


def another_person(pair: Any, facts: Mapping[str, Any]) -> Verdict:
    """The second look is another person's, and so is the third."""
    if facts.get("by") in facts.get("before", ()):
        return no(_("You have judged this pair already. Another person has to look at it."))
    return yes()


def may_judge(verdict: str, reason: str, words: str) -> Verdict:
    """A judgement says why; a question says what is asked."""
    if verdict not in ("same", "different", "ask"):
        return no(_("Choose what they are: one person, two, or not to be told yet."))
    if verdict == "ask":
        return yes() if words.strip() else no(_("Write what you need to know."))
    return yes() if reason else no(_("Say by what you know it."))


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's measure of agreement between first and second, beyond what chance would give; 1 is always, 0 chance.
    None where there is nothing to compare."""
    if not pairs:
        return None
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(
        (sum(a == v for a, _b in pairs) / len(pairs)) * (sum(b == v for _a, b in pairs) / len(pairs))
        for v in ("same", "different")
    )
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)
