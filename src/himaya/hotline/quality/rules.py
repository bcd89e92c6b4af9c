"""The rubric, the draw and who may score. Pure, save that the dated lists are read.

The rubric is data: criteria with their weights (`quality.criterion`) and the scale (`quality.scale`), each dated and
sourced; as shipped it is a proposed default of this system, put together from what helplines review, and says so.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import CodeItem, codes, norm

# Why a contact is reviewed (`quality.why`).
DRAWN, HEAVY, PICKED = "drawn", "heavy", "picked"
# What does not apply to a contact counts neither for nor against it.
NOT_APPLICABLE = "na"
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria and the scale in force on a day."""

    criteria: list[CodeItem]
    scale: list[CodeItem]

    @property
    def most(self) -> int:
        """The highest points of the scale."""
        return max(points for item in self.scale if (points := points_of(item)) is not None)

    @property
    def sources(self) -> list[str]:
        """Where it comes from."""
        return sorted({item.source for item in [*self.criteria, *self.scale] if item.source})

    @property
    def is_default(self) -> bool:
        """Whether any part of it is only proposed by this system (certainty P)."""
        return any(item.certainty == "P" for item in [*self.criteria, *self.scale])

    def level(self, code: str) -> CodeItem | None:
        """A level of the scale."""
        return next((item for item in self.scale if item.code == code), None)


def rubric_on(on: date) -> Rubric:
    """The rubric in force on a day."""
    return Rubric(codes("quality.criterion", on), codes("quality.scale", on))


def points_of(level: CodeItem) -> int | None:
    """The points of a level; none where it says that a criterion does not apply."""
    found = level.attributes.get("points")
    return None if found is None else int(found)


def weight_of(criterion: CodeItem) -> int:
    """How much a criterion counts."""
    return int(criterion.attributes.get("weight", 1))


def is_critical(criterion: CodeItem) -> bool:
    """Whether the lowest score in it fails the whole, however good the rest."""
    return bool(criterion.attributes.get("critical"))


@dataclass(frozen=True, slots=True)
class Result:
    """Per cent of the weighted points that could be reached, the critical criteria that failed, whether it passed."""

    percent: int
    failed: list[str]
    passed: bool


def result_of(levels: Mapping[str, str], rubric: Rubric) -> Result:
    """The result of a whole sheet: criterion → level. Half a per cent goes up."""
    reached = possible = 0
    failed = []
    for criterion in rubric.criteria:
        level = rubric.level(levels[criterion.code])
        points = points_of(level) if level else None
        if points is None:
            continue
        reached += points * weight_of(criterion)
        possible += rubric.most * weight_of(criterion)
        if points == 0 and is_critical(criterion):
            failed.append(criterion.code)
    percent = (200 * reached + possible) // (2 * possible) if possible else 0
    return Result(percent, failed, not failed and percent >= number("hotline.quality.pass"))


def is_whole(levels: Mapping[str, str], rubric: Rubric) -> Verdict:
    """Every criterion has a level of the scale; what always applies is not left out."""
    for criterion in rubric.criteria:
        level = rubric.level(levels.get(criterion.code, ""))
        if level is None:
            return no(_("Score every criterion: %(name)s.") % {"name": criterion.name})
        if points_of(level) is None and criterion.attributes.get("always"):
            return no(_("This always applies: %(name)s.") % {"name": criterion.name})
    return yes()


def together(sheets: Sequence[Any]) -> tuple[int, bool]:
    """The result that holds: of who settled, else the mean of the sheets (half goes up); one that failed fails it."""
    last = sheets[-1]
    if last.number >= last.SETTLING:
        return last.percent, last.passed
    total = sum(sheet.percent for sheet in sheets)
    return (2 * total + len(sheets)) // (2 * len(sheets)), all(sheet.passed for sheet in sheets)


# --- the draw ------------------------------------------------------------------------------------------


def last_week(on: date) -> date:
    """The Monday of the last whole week before a day."""
    return on - timedelta(days=on.weekday()) - A_WEEK


def lot(monday: date, public_id: str) -> str:
    """The lot of a contact in the draw of a week: keyed by this installation's secret, so that nobody knows beforehand
    which contact is drawn, and whoever keeps the secret finds the same lots again."""
    return salted_hmac("himaya.hotline.quality", f"{monday}:{public_id}", algorithm="sha256").hexdigest()


def sample(monday: date, finished: Mapping[str, int], each: int) -> list[str]:
    """Of a week's contacts (public id → counsellor) the `each` lowest lots of every counsellor, lowest first."""
    lots = sorted((lot(monday, key), key) for key in finished)
    taken: dict[int, int] = {}
    drawn = []
    for _lot, key in lots:
        who = finished[key]
        taken[who] = taken.get(who, 0) + 1
        if taken[who] <= each:
            drawn.append(key)
    return drawn


def doubled(drawn: Sequence[str], share: int) -> set[str]:
    """Which of the drawn are scored twice: of their order the first `share` per cent, rounded up."""
    return set(drawn[: math.ceil(len(drawn) * share / 100)])


def always_reviewed(risk: str, on: date) -> bool:
    """Whether a contact at this level of danger is always reviewed (`hotline.heavy`, dated)."""
    return any(
        item.attributes.get("review") and risk in item.attributes.get("risk", [])
        for item in codes("hotline.heavy", on)
    )


def number(key: str, on: date | None = None) -> int:
    """A norm as a plain number."""
    return int(norm(key, on=on or clock.today()).number)


# --- who -----------------------------------------------------------------------------------------------


def may_score(review: Any, contact: Any, by: Any, *, third: bool) -> Verdict:
    """Nobody scores what they cannot see, what they heard themselves, nor twice; save that the two who scored settle
    together where there is no `third` person who could."""
    if contact is None:
        return no(_("The contact is not open to you."))
    if by.pk in {review.counsellor_id, contact.counsellor_id, contact.entered_by_id}:
        return no(_("Nobody reviews their own contacts."))
    if by.pk not in {review.first_by_id, review.second_by_id}:
        return yes()
    if third or not (review.second_by_id and is_disputed(review)):
        return no(_("You have scored this already. Another person must."))
    return _not_own_proposal(review, by)


def is_disputed(review: Any) -> bool:
    """Whether a disagreement waits to be settled."""
    return review.status in {"disputed", "common"}


def may_confirm(review: Any, by: Any) -> Verdict:
    """A common score holds when the other of the two scorers agrees to it."""
    if by.pk not in {review.first_by_id, review.second_by_id}:
        return no(_("Only the other scorer agrees to a common score."))
    return _not_own_proposal(review, by)


def _not_own_proposal(review: Any, by: Any) -> Verdict:
    if review.status == "common" and review.settled_by_id == by.pk:
        return no(_("The other scorer answers your common score first."))
    return yes()


def may_answer(review: Any, by: Any) -> Verdict:
    """Only who listened answers."""
    return yes() if by.pk == review.counsellor_id else no(_("Only who listened answers the review."))


def differences(first: Iterable[Any], second: Iterable[Any], least: int) -> list[tuple[Any, Any]]:
    """The criteria on which two sheets lie `least` points or more apart; one that does not apply for only one of them
    lies apart too."""
    by_criterion = {score.criterion: score for score in second}
    found = []
    for one in first:
        other = by_criterion.get(one.criterion)
        if other is not None and _apart(one.points, other.points, least):
            found.append((one, other))
    return found


def _apart(one: int | None, other: int | None, least: int) -> bool:
    if one is None or other is None:
        return one != other
    return abs(one - other) >= least


# --- agreement -----------------------------------------------------------------------------------------

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well two scorers agree on the same contacts: pairs, those alike, and kappa where it can be told."""

    pairs: int
    alike: int
    kappa: float | None

    @property
    def percent(self) -> int | None:
        """Raw agreement: alike of all pairs."""
        return round(100 * self.alike / self.pairs) if self.pairs else None


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """Raw agreement and kappa of pairs of points."""
    return Agreement(len(pairs), sum(one == other for one, other in pairs), quadratic_kappa(pairs))


def quadratic_kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa for ordered scales, weighted by the square of the distance: one less the mean squared distance of the
    pairs over the mean squared distance that the two scorers' own habits would give by chance (J. Cohen, Weighted kappa,
    Psychological Bulletin 70, 1968, 213-220; the weights after J. L. Fleiss and J. Cohen, 1973). None where chance alone
    would always agree: no pairs, or everything scored alike."""
    many = len(pairs)
    seen = sum((one - other) ** 2 for one, other in pairs)
    # Over all ways to pair a score of the first with one of the second.
    ones, others = [one for one, _other in pairs], [other for _one, other in pairs]
    squares = many * (sum(a * a for a in ones) + sum(b * b for b in others))
    by_chance = squares - 2 * sum(ones) * sum(others)
    return 1 - many * seen / by_chance if by_chance else None
