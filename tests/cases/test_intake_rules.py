"""Danger, duties and likeness: sentences of the rules, a row each. No database."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.cases.intake.forms.told import age_in_years
from himaya.cases.intake.rules import (
    another_person_reads,
    fits,
    highest,
    holding,
    judge,
    likeness,
    senior_reads_high,
    words_of,
)
from himaya.reference.queries import CodeItem


def question(code: str, **attributes: Any) -> CodeItem:
    return CodeItem(code, (code, code, code), attributes=attributes)


QUESTIONS = [
    question("life_danger", risk="critical", unknown="medium"),
    question("injuries", risk="high"),
    question("alone", risk="high"),
    question("exploited", risk="medium"),
    question("separation", risk="low"),
    question("repeated", risk="medium", raises="high"),
    question("under_three", raises="critical"),
]


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"life_danger": "no"}, "low"),
        ({}, "low"),
        ({"life_danger": "unknown"}, "medium"),
        ({"life_danger": "yes"}, "critical"),
        ({"life_danger": "no", "injuries": "yes"}, "high"),
        ({"life_danger": "no", "injuries": "yes", "repeated": "yes"}, "high"),
        ({"life_danger": "no", "exploited": "yes"}, "medium"),
        ({"life_danger": "no", "exploited": "yes", "repeated": "yes"}, "high"),
        ({"life_danger": "no", "alone": "yes", "under_three": "yes"}, "critical"),
        ({"life_danger": "no", "separation": "yes", "under_three": "yes"}, "low"),
        ({"life_danger": "no", "separation": "yes"}, "low"),
        ({"nobody_asks_this": "yes"}, "low"),
    ],
)
def test_the_level_follows_from_the_answers(answers: dict[str, str], level: str) -> None:
    assert judge(answers, QUESTIONS).level == level


def test_what_raises_is_named_among_the_reasons() -> None:
    judged = judge({"alone": "yes", "under_three": "yes"}, QUESTIONS)
    assert judged.codes == ["under_three", "alone"]
    assert judged.reasons[0].raises
    assert judged.reasons[0].level == "critical"


def test_a_question_without_an_answer_is_not_known() -> None:
    assert fits({"alone": ["unknown", "yes"]}, {})
    assert not fits({"alone": "yes"}, {})


@pytest.mark.parametrize(
    ("computed", "current", "chosen", "level", "proposed"),
    [
        ("medium", "", "critical", "critical", ""),
        ("high", "", "high", "high", ""),
        ("high", "", "low", "high", "low"),
        ("critical", "", "high", "critical", "high"),
        ("medium", "", "low", "low", ""),
        ("low", "critical", "low", "critical", "low"),
        ("low", "medium", "low", "low", ""),
    ],
)
def test_raising_is_free_and_lowering_critical_or_high_waits(
    computed: str, current: str, chosen: str, level: str, proposed: str
) -> None:
    held = holding(computed, current, chosen)
    assert (held.level, held.proposed) == (level, proposed)


def test_the_highest_of_none_is_none() -> None:
    assert highest() == ""
    assert highest("", "low") == "low"


def test_nobody_reads_their_own_screening_out_a_second_time() -> None:
    reader = SimpleNamespace(pk=1, can=lambda permission: False)
    assert not another_person_reads(SimpleNamespace(screened_by_id=1), {"reader": reader})
    assert another_person_reads(SimpleNamespace(screened_by_id=2), {"reader": reader})
    assert another_person_reads(SimpleNamespace(screened_by_id=1), {})


def test_a_high_report_is_read_out_only_by_a_supervisor() -> None:
    officer = SimpleNamespace(pk=1, can=lambda permission: False)
    supervisor = SimpleNamespace(pk=2, can=lambda permission: True)
    high = SimpleNamespace(risk="high")
    assert not senior_reads_high(high, {"reader": officer})
    assert senior_reads_high(high, {"reader": supervisor})
    assert senior_reads_high(SimpleNamespace(risk="low"), {"reader": officer})


def test_the_same_story_told_again_is_alike_whatever_the_endings() -> None:
    one = words_of("Qonşuluqda uşağı hər axşam döyürlər, ağlamaq səsi gəlir")
    other = words_of("Qonsuluqdan usaqın aglamagi gelir, her axsam doyurler onu")
    stranger = words_of("Maşın yuma məntəqəsində gecə işləyirlər")
    assert likeness(one, other) > 0.6
    assert likeness(one, stranger) < 0.2
    assert likeness(frozenset({"uşaq"}), one) == 0.0


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("7", 7),
        ("təxminən 12 yaş", 12),
        ("5 aylıq", 0),
        ("14 месяцев", 1),
        ("", None),
        ("balaca", None),
        ("1998", None),
    ],
)
def test_an_age_is_read_from_what_was_typed(typed: str, years: int | None) -> None:
    assert age_in_years(typed) == years


@pytest.mark.django_db
def test_the_shipped_duties_and_questions_are_sound() -> None:
    from himaya.reference.queries import codes, norm

    asked = {q.code for q in codes("danger.question", date(2026, 3, 1))}
    levels = {q.code for q in codes("risk.level", date(2026, 3, 1))}
    bodies = {b.code for b in codes("notify.body", date(2026, 3, 1))}
    concerns = {c.code for c in codes("concern.type", date(2026, 3, 1))}
    for q in codes("danger.question", date(2026, 3, 1)):
        assert {q.attributes.get(key, "low") for key in ("risk", "unknown", "raises")} <= levels, q.code
    for duty in codes("mandatory.notification", date(2026, 3, 1)):
        assert duty.attributes["body"] in bodies
        assert norm(duty.attributes["norm"], date(2026, 3, 1)).is_time
        assert {name for when in duty.attributes["any"] for name in when} <= asked, duty.code
        assert set(duty.attributes.get("concerns", [])) <= concerns, duty.code
