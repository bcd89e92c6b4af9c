"""The rubric, the draw, who may score, and how well two scorers agree."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.hotline.quality import rules
from tests.hotline.quality_cast import levels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = date(2026, 11, 18)


def result(all_of_them: str = "fully", **others: str) -> rules.Result:
    return rules.result_of(levels(all_of_them, **others), rules.rubric_on(DAY))


def test_the_rubric_is_dated_sourced_and_says_that_it_is_only_proposed() -> None:
    rubric = rules.rubric_on(DAY)
    assert len(rubric.criteria) >= 8
    assert rubric.most == 3
    assert rubric.is_default
    assert any("helplines" in source for source in rubric.sources)
    assert {c.code for c in rubric.criteria if rules.is_critical(c)} == {"danger", "safety", "duty"}
    assert all(c.names[0] and c.names[1] and c.names[2] for c in [*rubric.criteria, *rubric.scale])
    assert not rules.Rubric([], []).is_default


@pytest.mark.parametrize(
    ("all_of_them", "others", "percent", "passed"),
    [
        ("fully", {}, 100, True),
        ("mostly", {}, 67, False),
        ("partly", {}, 33, False),
        ("none", {}, 0, False),
        # of 20 weights, 3 at none
        ("fully", {"danger": "none"}, 85, False),
        ("fully", {"opening": "none"}, 95, True),
        # what does not apply counts neither for nor against: 17 weights are left
        ("fully", {"safety": "na", "exploring": "partly"}, 92, True),
        ("na", {}, 0, False),
    ],
)
def test_a_result_is_the_share_of_the_weighted_points(
    all_of_them: str, others: dict[str, str], percent: int, passed: bool
) -> None:
    found = result(all_of_them, **others)
    assert (found.percent, found.passed) == (percent, passed)


def test_one_critical_criterion_at_the_lowest_fails_the_whole_and_is_named() -> None:
    assert result(danger="none", opening="none").failed == ["danger"]
    assert result(duty="partly").failed == []


def test_every_criterion_is_scored_and_what_always_applies_is_not_left_out() -> None:
    rubric = rules.rubric_on(DAY)
    assert rules.is_whole(levels(safety="na"), rubric)
    missing = rules.is_whole({**levels(), "advice": ""}, rubric)
    assert "Score every criterion" in str(missing.reason)
    assert "no such level" not in {item.code for item in rubric.scale}
    assert not rules.is_whole({**levels(), "advice": "no such level"}, rubric)
    always = rules.is_whole(levels(danger="na"), rubric)
    assert "This always applies: Asks about danger" in str(always.reason)


def sheet(number: int, percent: int, passed: bool) -> Any:
    return SimpleNamespace(number=number, percent=percent, passed=passed, SETTLING=3)


def test_the_mean_of_two_holds_until_somebody_settles() -> None:
    assert rules.together([sheet(1, 81, True)]) == (81, True)
    assert rules.together([sheet(1, 80, True), sheet(2, 71, True)]) == (76, True)
    assert rules.together([sheet(1, 90, True), sheet(2, 85, False)]) == (88, False)
    assert rules.together([sheet(1, 40, False), sheet(3, 75, True)]) == (75, True)
    assert rules.together([sheet(1, 40, False), sheet(2, 50, False), sheet(5, 75, True)]) == (75, True)


def test_the_last_whole_week_is_drawn() -> None:
    assert rules.last_week(date(2026, 11, 23)) == date(2026, 11, 16)
    assert rules.last_week(date(2026, 11, 29)) == date(2026, 11, 16)


def test_the_same_week_gives_the_same_lots_and_another_gives_others() -> None:
    finished = {f"contact{number}": number % 3 for number in range(60)}
    drawn = rules.sample(DAY, finished, 4)
    assert rules.sample(DAY, dict(reversed(finished.items())), 4) == drawn
    assert [sum(finished[key] == who for key in drawn) for who in range(3)] == [4, 4, 4]
    assert rules.sample(date(2026, 11, 25), finished, 4) != drawn
    assert rules.sample(DAY, {"a": 1, "b": 1}, 4) in (["a", "b"], ["b", "a"])
    assert rules.sample(DAY, {}, 4) == []
    less = {key: who for key, who in finished.items() if key != drawn[0]}
    assert set(drawn[1:]) <= set(rules.sample(DAY, less, 4)), "one contact less moves no other out"


@pytest.mark.parametrize(("share", "many"), [(0, 0), (1, 1), (20, 2), (21, 3), (100, 10)])
def test_a_share_of_the_drawn_is_scored_twice_rounded_up(share: int, many: int) -> None:
    drawn = list("abcdefghij")
    assert rules.doubled(drawn, share) == set(drawn[:many])
    assert rules.doubled([], share) == set()


def test_the_gravest_levels_are_always_reviewed() -> None:
    assert [rules.always_reviewed(risk, DAY) for risk in ("critical", "high", "medium", "")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_nobody_scores_what_they_heard_or_wrote_down_nor_twice() -> None:
    who = SimpleNamespace(pk=1)
    contact = SimpleNamespace(counsellor_id=7, entered_by_id=8)
    review = SimpleNamespace(counsellor_id=6, first_by_id=4, second_by_id=None, status="shared")
    assert rules.may_score(review, contact, who, third=True)
    assert "not open" in str(rules.may_score(review, None, who, third=True).reason)
    for mine in (6, 7, 8):
        own = rules.may_score(review, contact, SimpleNamespace(pk=mine), third=False)
        assert "own contacts" in str(own.reason)
    scored = SimpleNamespace(pk=4)
    assert "Another person" in str(rules.may_score(review, contact, scored, third=True).reason)
    assert rules.may_answer(review, SimpleNamespace(pk=6))
    assert not rules.may_answer(review, who)


def test_two_who_scored_settle_together_only_where_no_third_is_left() -> None:
    contact = SimpleNamespace(counsellor_id=7, entered_by_id=8)
    first, second, other = (SimpleNamespace(pk=pk) for pk in (4, 5, 1))

    def may(by: Any, third: bool = False, **more: Any) -> str:
        about = {"counsellor_id": 6, "first_by_id": 4, "second_by_id": 5, "settled_by_id": None, **more}
        return str(rules.may_score(SimpleNamespace(**about), contact, by, third=third).reason)

    assert may(first, status="disputed") == may(second, status="disputed") == ""
    assert may(other, third=True, status="common") == ""
    assert "Another person" in may(first, third=True, status="disputed")
    assert "Another person" in may(first, status="shared"), "nobody disagrees"
    assert "Another person" in may(first, second_by_id=None, status="disputed"), "one alone does not settle"
    assert "other scorer answers" in may(first, settled_by_id=4, status="common")
    assert may(second, settled_by_id=4, status="common") == "", "writes another"


def test_a_common_score_holds_when_the_other_agrees() -> None:
    review = SimpleNamespace(first_by_id=4, second_by_id=5, settled_by_id=4, status="common")
    assert rules.may_confirm(review, SimpleNamespace(pk=5))
    assert "other scorer answers" in str(rules.may_confirm(review, SimpleNamespace(pk=4)).reason)
    assert "Only the other scorer" in str(rules.may_confirm(review, SimpleNamespace(pk=1)).reason)


def scores(*points: int | None) -> list[Any]:
    return [SimpleNamespace(criterion=str(n), points=one) for n, one in enumerate(points)]


def test_two_lie_apart_by_points_or_where_only_one_found_it_to_apply() -> None:
    first, second = scores(3, 3, None, None, 1), scores(1, 2, None, 2)
    assert [one.criterion for one, _other in rules.differences(first, second, 2)] == ["0", "3"]
    assert [one.criterion for one, _other in rules.differences(first, second, 1)] == ["0", "1", "3"]


def table(*rows: list[int]) -> list[rules.Pair]:
    return [(i, j) for i, row in enumerate(rows) for j, many in enumerate(row) for _n in range(many)]


# Where two categories are all, the weights do not matter and Cohen's own kappa must come out.
TWO_CATEGORIES = [
    (table([20, 5], [10, 15]), 0.4),
    (table([45, 15], [25, 15]), 0.1304),
    (table([25, 35], [5, 35]), 0.2593),
]
# `kappa2(anxiety[, 1:2], "squared")` of the R package irr: twenty patients, two raters, six levels.
ANXIETY = list(
    zip(
        [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
        [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
        strict=True,
    )
)


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        *TWO_CATEGORIES,
        (ANXIETY, 0.297),
        # the worked example in the tests of scikit-learn's cohen_kappa_score, weights "quadratic"
        (table([46, 0, 0], [4, 40, 0], [0, 0, 10]), 0.9541),
        # answers of 91 couples (A. Agresti, Categorical Data Analysis, 1990), weights after Fleiss and Cohen
        (table([7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]), 0.3320),
        (table([1, 0], [0, 1]), 1.0),
        (table([0, 1], [1, 0]), -1.0),
    ],
)
def test_kappa_is_that_of_published_examples(pairs: list[rules.Pair], kappa: float) -> None:
    found = rules.quadratic_kappa(pairs)
    assert found == pytest.approx(kappa, abs=0.0005)
    assert rules.quadratic_kappa([(other, one) for one, other in pairs]) == pytest.approx(found)


def test_kappa_is_not_told_where_chance_alone_always_agrees() -> None:
    assert rules.quadratic_kappa([]) is None
    assert rules.quadratic_kappa([(2, 2)] * 5) is None
    assert rules.agreement([]).percent is None
    alike = rules.agreement([(2, 2), (1, 3), (0, 0)])
    assert (alike.pairs, alike.alike, alike.percent) == (3, 2, 67)


def test_a_norm_is_read_for_its_day() -> None:
    assert rules.number("hotline.quality.pass", DAY) == rules.number("hotline.quality.pass") == 70
