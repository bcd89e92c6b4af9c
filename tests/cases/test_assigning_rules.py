"""Who fits a case best: advice in a fixed order."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils import translation

from himaya.cases.assigning.rules import Candidate, best_first, skills_for


def candidate(pk: int, **facts: Any) -> Candidate:
    worker: Any = SimpleNamespace(pk=pk)
    usual = {
        "load": 5,
        "limit": 25,
        "grave": 0,
        "knows_place": False,
        "skills": frozenset(),
        "away_until": None,
    }
    return Candidate(worker=worker, **{**usual, **facts})


def order(*candidates: Candidate) -> list[int]:
    return [c.worker.pk for c in best_first(candidates)]


def test_who_is_here_with_room_stands_before_who_is_not() -> None:
    assert order(candidate(1, away_until=date(2026, 1, 1)), candidate(2, load=25), candidate(3)) == [3, 2, 1]


def test_the_skill_counts_before_the_place_and_the_place_before_the_load() -> None:
    skilled = candidate(1, skills=frozenset({"infants"}), load=20)
    local = candidate(2, knows_place=True, load=15)
    assert order(candidate(3, load=1), local, skilled) == [1, 2, 3]


def test_the_load_is_the_share_of_one_s_own_limit_then_the_grave_cases() -> None:
    assert order(candidate(1, load=5, limit=10), candidate(2, load=10, limit=25)) == [2, 1]
    assert order(candidate(1, grave=3), candidate(2, grave=1)) == [2, 1]


def test_without_a_limit_of_one_s_own_any_case_is_too_many() -> None:
    assert candidate(1, load=0, limit=0).is_full
    assert candidate(1, load=2, limit=0).share == 3.0


def test_a_skill_is_asked_for_by_matter_or_concern() -> None:
    known = {"infants": {"concerns": ["abandoned"]}, "law": {"matters": ["crime"]}, "english": {}}
    assert skills_for("crime", ["abandoned"], known) == {"infants", "law"}
    assert skills_for("protection", ["neglect"], known) == frozenset()


def test_the_line_of_a_worker_says_load_and_reasons() -> None:
    with translation.override("en"):
        words = candidate(1, grave=2, reasons=["knows the place"]).words
    assert words.endswith("5 of 25 open cases · critical or high: 2 · knows the place")
