"""The child's view, the advice on risk: sentence by sentence, on both sides of each age."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.cases.assessment.rules import (
    another_reads,
    facts_for,
    is_about,
    may_start,
    reason_is_given,
    view_duty,
)
from himaya.kit.periods import BirthDate

ON = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def ages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ages of Family Code, art. 52, without a database."""
    values = {"childs_view.obligatory_age": 10, "childs_view.may_age": 7}

    def norm(key: str, on: date) -> Any:
        return SimpleNamespace(value=values[key])

    monkeypatch.setattr("himaya.cases.assessment.rules.norm", norm)


@pytest.mark.parametrize(
    ("born", "duty"),
    [
        (date(2016, 3, 2), "obligatory"),  # ten today
        (date(2016, 3, 3), "possible"),  # ten tomorrow
        (date(2019, 3, 2), "possible"),  # seven today
        (date(2019, 3, 3), "none"),  # seven tomorrow
    ],
)
def test_the_child_s_view_is_obligatory_from_ten_and_possible_from_seven(born: date, duty: str) -> None:
    assert view_duty(BirthDate(born), ON) == duty


def test_a_badly_known_age_is_read_in_favour_of_hearing() -> None:
    assert view_duty(BirthDate(date(2016, 9, 1), "estimated"), ON) == "obligatory"
    assert view_duty(BirthDate.of_year(2016), ON) == "obligatory"
    assert view_duty(None, ON) == "possible"


def test_danger_to_the_small_counts_the_youngest_possible_age() -> None:
    assert facts_for(BirthDate.of_age(3, ON), ON)["age"] <= 2
    assert facts_for(BirthDate(date(2023, 3, 2)), ON)["age"] == 3
    assert facts_for(None, ON) == {"age": "", "view": "possible"}


@pytest.mark.parametrize(
    ("status", "may"),
    [
        ("screened_in", False),
        ("assigned", False),
        ("accepted", True),
        ("registered", True),
        ("implementing", True),
        ("closing", False),
        ("closed", False),
    ],
)
def test_an_assessment_begins_once_a_worker_has_accepted_the_case(status: str, may: bool) -> None:
    case: Any = SimpleNamespace(status=status)
    assert bool(may_start(case)) is may


@pytest.mark.parametrize(
    ("case_id", "role", "ended", "is_child"),
    [(1, "child", None, True), (1, "sibling", None, True), (2, "child", None, False),
     (1, "mother", None, False), (1, "child", ON, False)],
)  # fmt: skip
def test_an_assessment_is_about_a_child_of_its_case(
    case_id: int, role: str, ended: date | None, is_child: bool
) -> None:
    member: Any = SimpleNamespace(case_id=case_id, role=role, ended_at=ended)
    case: Any = SimpleNamespace(pk=1)
    assert bool(is_about(case, member)) is is_child


@pytest.mark.parametrize(
    ("level", "why", "suggested", "present", "fine"),
    [
        ("high", "", "high", "high", True),
        ("high", "", "critical", "high", False),
        ("high", "", "high", "medium", False),
        ("high", "", "", "high", False),
        ("low", "Ana uşaqla köçüb", "critical", "high", True),
        ("low", "   ", "low", "high", False),
    ],
)
def test_a_level_that_differs_is_explained(
    level: str, why: str, suggested: str, present: str, fine: bool
) -> None:
    assert bool(reason_is_given(level, why, suggested, present)) is fine


def test_nobody_approves_an_assessment_of_their_own() -> None:
    assessment: Any = SimpleNamespace(submitted_by_id=1, risk_decided_by_id=2)
    assert not another_reads(assessment, SimpleNamespace(pk=1))
    assert not another_reads(assessment, SimpleNamespace(pk=2))
    assert another_reads(assessment, SimpleNamespace(pk=3))
