"""Scores advise: by the rules of the day of the answers, with their reasons."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.instruments.library.actions import DATA
from himaya.instruments.library.definition import Definition, read
from himaya.instruments.scoring.rules import LEVELS, highest, is_lower, reason_words, score

ON = date(2026, 3, 2)
CALM = dict.fromkeys(
    ["life_danger", "suicide", "sexual_access", "left_alone", "serious_injury", "violence_at_home", "suspect_has_access",
     "carer_unable", "needs_today", "missing", "exploited", "afraid"], "no",
) | {"child_seen": "alone", "protective_adult": "yes", "safety_decision": "safe"}  # fmt: skip


@pytest.fixture
def safety() -> Definition:
    return read(json.loads((DATA / "safety-1.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("answers", "level", "flag"),
    [
        ({}, "low", "no_danger"),
        ({"life_danger": "yes"}, "critical", "life_danger"),
        ({"suicide": "yes"}, "critical", "suicide"),
        ({"sexual_access": "yes"}, "critical", "sexual_access"),
        ({"left_alone": "yes", "age": 2}, "critical", "left_alone_small"),
        ({"left_alone": "yes", "age": 3}, "high", "left_alone"),
        ({"serious_injury": "yes"}, "high", "serious_injury"),
        ({"safety_decision": "not_safe"}, "critical", "not_safe"),
        ({"safety_decision": "safe_with_plan"}, "medium", "with_plan"),
        ({"life_danger": "unknown"}, "medium", "unknown_danger"),
        ({"child_seen": "not_yet"}, "medium", "not_seen"),
    ],
)
def test_danger_suggests_its_level_with_the_reason(
    safety: Definition, answers: Any, level: str, flag: str
) -> None:
    found = score(safety, CALM | answers, ON)
    assert found.level == level
    assert flag in found.flags
    assert reason_words(safety, flag) != flag


DANGERS = [name for name, answer in CALM.items() if answer == "no"]
SAFETY = read(json.loads((DATA / "safety-1.json").read_text(encoding="utf-8")))


@given(
    said=st.fixed_dictionaries(dict.fromkeys(DANGERS, st.sampled_from(["yes", "no", "unknown"]))),
    worse=st.sampled_from(DANGERS),
    age=st.integers(0, 17),
    decided=st.sampled_from(["safe", "safe_with_plan", "not_safe"]),
)
def test_one_more_danger_never_lowers_the_level(
    said: dict[str, str], worse: str, age: int, decided: str
) -> None:
    answers = CALM | said | {"age": age, "safety_decision": decided}
    before, after = score(SAFETY, answers, ON), score(SAFETY, answers | {worse: "yes"}, ON)
    assert before.level in LEVELS
    assert not is_lower(after.level, than=before.level)
    assert after.total == sum(after.sections.values())


def test_every_reason_has_words_and_a_lost_one_stands_for_itself(safety: Definition) -> None:
    assert reason_words(safety, "left_alone") == "A child without an adult"
    assert reason_words(safety, "of_an_older_version") == "of_an_older_version"
    assert reason_words(two_sets(), "no_flags_at_all") == "no_flags_at_all"


def two_sets() -> Definition:
    rows = [["a", "b"], {"b": 1}, {"b": 5}]
    return read(
        {
            "choices": {"c": [[n, n, n, n] for n in rows[0]]},
            "sections": [
                {
                    "name": "s",
                    "label": ["s"] * 3,
                    "questions": [{"name": "q", "type": "select_one c", "label": ["q"] * 3}],
                }
            ],
            "scoring": [
                {"from": "2020-01-01", "until": "2026-03-02", "points": {"q": rows[1]}},
                {"from": "2026-03-02", "points": {"q": rows[2]}},
            ],
        }
    )


@pytest.mark.parametrize(
    ("on", "total"), [(date(2026, 3, 1), 1), (date(2026, 3, 2), 5), (date(2019, 12, 31), 0)]
)
def test_the_rules_of_the_day_count(on: date, total: int) -> None:
    assert score(two_sets(), {"q": "b"}, on).total == total


def test_levels_have_an_order() -> None:
    assert highest("low", "", "critical", "high") == "critical"
    assert highest() == ""
    assert is_lower("medium", than="high")
    assert not is_lower("high", than="high")
    assert not is_lower("", than="high")
