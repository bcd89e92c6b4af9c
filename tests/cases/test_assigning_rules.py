"""Who fits a case best: advice in a fixed order."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from himaya.cases.assigning.rules import Candidate, Load, best_first, skills_for, weigh
from himaya.kit import clock


def candidate(pk: int, **facts: Any) -> Candidate:
    worker: Any = SimpleNamespace(pk=pk)
    usual = {
        "load": Load(5, 0, 5),
        "limit": 25,
        "knows_place": False,
        "skills": frozenset(),
        "away_until": None,
    }
    return Candidate(worker=worker, **{**usual, **facts})


def order(*candidates: Candidate) -> list[int]:
    return [c.worker.pk for c in best_first(candidates)]


def test_who_is_here_with_room_stands_before_who_is_not() -> None:
    assert order(
        candidate(1, away_until=date(2026, 1, 1)), candidate(2, load=Load(10, 0, 25)), candidate(3)
    ) == [3, 2, 1]


def test_the_skill_counts_before_the_place_and_the_place_before_the_load() -> None:
    skilled = candidate(1, skills=frozenset({"infants"}), load=Load(20, 0, 20))
    local = candidate(2, knows_place=True, load=Load(15, 0, 15))
    assert order(candidate(3, load=Load(1, 0, 1)), local, skilled) == [1, 2, 3]


def test_the_load_is_the_share_of_one_s_own_limit_then_the_grave_cases() -> None:
    assert order(candidate(1, load=Load(9, 0, 5), limit=10), candidate(2, load=Load(3, 0, 10), limit=25)) == [
        2,
        1,
    ]
    assert order(candidate(1, load=Load(5, 3, 5)), candidate(2, load=Load(5, 1, 5))) == [2, 1]


def test_without_a_limit_of_one_s_own_any_case_is_too_many() -> None:
    assert candidate(1, load=Load(), limit=0).is_full
    assert candidate(1, load=Load(2, 0, 2), limit=0).share == 3.0


def test_a_skill_is_asked_for_by_matter_or_concern() -> None:
    known = {"infants": {"concerns": ["abandoned"]}, "law": {"matters": ["crime"]}, "english": {}}
    assert skills_for("crime", ["abandoned"], known) == {"infants", "law"}
    assert skills_for("protection", ["neglect"], known) == frozenset()


def test_the_line_of_a_worker_says_load_and_reasons() -> None:
    with translation.override("en"):
        words = candidate(1, load=Load(5, 2, 7.5), reasons=["knows the place"]).words
    assert words.endswith("Load 7,5 of 25, open cases: 5 · critical or high: 2 · knows the place")


@pytest.mark.django_db
def test_a_case_weighs_by_its_risk_and_kind_and_what_has_no_norm_as_an_ordinary_one() -> None:
    on = clock.today()
    held = [("critical", "protection", 1), ("low", "protection", 2), ("medium", "social_service", 5)]
    assert weigh(held, on) == Load(cases=8, grave=1, weight=6.5)
    assert weigh([("", "another", 3)], on) == Load(3, 0, 3)
    assert weigh([], on) == Load()
