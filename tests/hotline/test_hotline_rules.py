"""What the rules of the hotline say: levels of danger, call-backs owed, what must be true before a contact ends."""

from types import SimpleNamespace
from typing import Any

import pytest

from himaya.hotline.contacts import rules
from himaya.hotline.escalation.rules import concerns_of, is_urgent, may_pass_on
from himaya.hotline.followups.rules import HIGH, calls_owed
from himaya.hotline.triage.rules import another_decides, judged
from himaya.kit import clock
from himaya.reference.queries import codes


class Rows(list[Any]):
    def all(self) -> "Rows":
        return self


def contact(**fields: Any) -> SimpleNamespace:
    known = {"risk": "low", "risk_proposed": "", "caller_kind": "child", "main_reason": "neglect",
             "dispatches": Rows(), "follow_ups": Rows(), "report_reference": "", "status": "counselling",
             "narrative": "Tək qalmışam."}  # fmt: skip
    return SimpleNamespace(**known | fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answers", "level", "why"),
    [
        ({}, "low", []),
        ({"wish_dead": "yes"}, "low", ["wish_dead"]),
        ({"wish_dead": "yes", "thoughts": "yes"}, "low", ["wish_dead", "thoughts"]),
        ({"method": "yes"}, "medium", ["method"]),
        ({"tried_ever": "yes"}, "medium", ["tried_ever"]),
        ({"intent": "yes"}, "high", ["intent"]),
        ({"plan": "yes"}, "high", ["plan"]),
        ({"tried_recently": "yes"}, "high", ["tried_recently"]),
        ({"intent": "yes", "means": "yes"}, "critical", ["means", "intent"]),
        ({"method": "yes", "alone": "yes"}, "high", ["alone", "method"]),
        ({"wish_dead": "yes", "alone": "yes"}, "low", ["wish_dead"]),
        ({"hurt_now": "yes"}, "critical", ["hurt_now"]),
        ({"violence_now": "yes", "perpetrator_near": "yes"}, "critical", ["violence_now"]),
        ({"unsafe_place": "unknown"}, "medium", ["unsafe_place"]),
    ],
)
def test_the_level_of_danger_follows_the_answers(answers: dict[str, str], level: str, why: list[str]) -> None:
    found = judged(answers, clock.today())
    assert (found.level, found.codes) == (level, why)


def test_call_backs_are_owed_by_level() -> None:
    assert calls_owed("critical", troubled=True) == calls_owed("high", troubled=True) == HIGH
    assert calls_owed("medium", troubled=True) == ("suicide.callback.moderate",)
    assert calls_owed("low", troubled=True) == ("suicide.callback.low",)
    assert calls_owed("low", troubled=False) == ()


def test_nothing_ends_before_it_is_whole_asked_planned_and_answered() -> None:
    assert rules.is_whole(contact(), {})
    assert not rules.is_whole(contact(caller_kind=""), {})
    assert not rules.is_whole(contact(main_reason=""), {})
    assert rules.danger_was_asked(contact(), {})
    assert not rules.danger_was_asked(contact(risk=""), {})
    assert rules.safety_plan_stands(contact(risk="medium"), {})
    assert not rules.safety_plan_stands(contact(risk="high"), {})
    assert rules.safety_plan_stands(contact(risk="critical", plan=object()), {})
    assert not rules.help_has_answered(contact(dispatches=Rows([SimpleNamespace(outcome="")])), {})
    assert rules.help_has_answered(contact(dispatches=Rows([SimpleNamespace(outcome="hospital")])), {})
    assert rules.lowering_is_decided(contact(), {})
    assert not rules.lowering_is_decided(contact(risk_proposed="low"), {})
    assert not rules.calls_back_are_over(contact(follow_ups=Rows([SimpleNamespace(status="due")])), {})
    assert rules.calls_back_are_over(contact(follow_ups=Rows([SimpleNamespace(status="made")])), {})
    assert rules.rescue_was_considered(contact(), {"trace": "traced"})
    assert not rules.rescue_was_considered(contact(), {"trace": ""})
    assert rules.rescue_was_considered(contact(), {}), "asked when the decision is made"


def test_whoever_proposed_a_lower_level_does_not_decide_on_it() -> None:
    one = SimpleNamespace(pk=1)
    assert not another_decides(contact(risk_proposed_by_id=1), one)
    assert another_decides(contact(risk_proposed_by_id=2), one)


def test_a_contact_is_passed_on_once_and_without_consent_too() -> None:
    assert may_pass_on(contact(consent="no"))
    assert not may_pass_on(contact(narrative="  "))
    assert not may_pass_on(contact(report_reference="7K3-D94-QXM"))
    assert not may_pass_on(contact(status="set_aside"))
    assert is_urgent(contact(risk="critical"))
    assert not is_urgent(contact(risk="medium"))


@pytest.mark.django_db
def test_reasons_lead_to_the_national_categories_and_to_those_of_child_helplines() -> None:
    assert concerns_of(["sexual_online", "sexual_online", "gone", ""]) == ["sexual_exploitation", "online"]
    assert concerns_of(["needs_talk"]) == []
    concerns = {item.code for item in codes("concern.type")}
    reasons = codes("hotline.reason")
    assert len(reasons) > 60
    for item in reasons:
        assert item.attributes["chi"], item.code
        assert set(item.attributes.get("concerns", [])) <= concerns, item.code


@pytest.mark.django_db
def test_a_kind_says_whether_it_is_counselling() -> None:
    assert rules.is_counselling("")
    assert rules.is_counselling("counselling")
    assert not rules.is_counselling("prank")
    keys = [
        item.attributes["key"] for item in codes("hotline.kind") if not item.attributes.get("counselling")
    ]
    assert len(keys) == len(set(keys)), "one key a kind"


@pytest.mark.django_db
def test_the_script_follows_where_a_contact_stands() -> None:
    def said(**fields: Any) -> list[str]:
        return [line.code for line in rules.words_to_say(contact(**fields), clock.today())]

    assert said(status="received", risk="", caller_kind="")[:2] == ["greeting", "safe_to_talk"]
    assert "adult_first" in said(status="received", caller_kind="teacher")
    assert "safe_to_talk" not in said(status="received", caller_kind="teacher")
    assert {"stay", "away_from_means"} <= set(said(risk="critical"))
    assert "stay" not in said(risk="low")
    assert said(status="closed") == []
