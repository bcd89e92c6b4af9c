"""Gaps in a plan, and what is ordered twice."""

from datetime import date

from himaya.cases.plan.coverage import Stretch, doubles, gaps


def stretch(
    first: int, last: int, *, service: int | None = None, over: bool = False, who: str = "Ana"
) -> Stretch:
    return Stretch(who, f"{first}–{last}", date(2026, 3, first), date(2026, 3, last), over, service)


def test_a_gap_is_longer_than_the_norm_and_lies_between_what_is_planned() -> None:
    assert gaps([stretch(1, 5), stretch(14, 20)], longest=7) == [(date(2026, 3, 6), date(2026, 3, 13))]
    assert gaps([stretch(1, 5), stretch(13, 20)], longest=7) == []
    assert gaps([stretch(1, 20), stretch(2, 4), stretch(15, 25)], longest=7) == []
    assert gaps([], longest=7) == []


def test_two_open_actions_of_one_service_on_the_same_days_are_told() -> None:
    one, other = stretch(1, 10, service=7), stretch(10, 20, service=7)
    assert doubles([other, one]) == [(one, other)]
    assert doubles([one, stretch(11, 20, service=7)]) == []
    assert doubles([one, stretch(5, 6, service=8)]) == []
    assert doubles([one, stretch(5, 6, service=7, over=True)]) == []
    assert doubles([stretch(1, 10), stretch(1, 10)]) == []
