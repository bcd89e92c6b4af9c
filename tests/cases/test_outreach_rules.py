"""What a rule of outreach must say, who may say yes to help, how a lead ends, and why it was raised, in words."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.cases.models import OutreachRule
from himaya.cases.outreach import rules
from himaya.cases.outreach.sources import SOURCES, years_before
from himaya.reference.queries import codes

# The lists and norms are data: the database holds them.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
TODAY = date(2026, 11, 20)
WHOLE = {"groups": ["child_disability"], "age": 3, "ahead": 30, "back": 30, "at_home": True}


def rule(source: str = "age_in_group", **fields: Any) -> OutreachRule:
    return OutreachRule(source=source, **{"parameters": WHOLE, "status": "draft", **fields})


def test_every_source_has_its_name_and_every_name_its_source() -> None:
    assert {item.code for item in codes("outreach.source")} == set(SOURCES)


def test_a_rule_says_everything_its_source_needs() -> None:
    assert rules.may_propose(rule())
    assert rules.may_propose(rule("lapsed_plan", parameters={}))
    assert rules.may_propose(rule("reports", parameters={"number": 3, "days": 30, "below_age": 18}))
    assert "from the list" in str(rules.may_propose(rule("stars")).reason)
    for empty in ({**WHOLE, "age": None}, {**WHOLE, "groups": []}, {}):
        assert "all of its values" in str(rules.may_propose(rule(parameters=empty)).reason)


def test_nobody_approves_their_own_rule_or_one_that_was_decided_on() -> None:
    somebody = SimpleNamespace(pk=7)
    assert rules.may_approve(rule(), somebody)
    assert "Somebody else" in str(rules.may_approve(rule(proposed_by_id=7), somebody).reason)
    assert "before" in str(rules.may_approve(rule(status="approved"), somebody).reason)
    assert not rules.may_approve(rule(parameters={}), somebody)


def test_a_rule_begins_today_or_later_and_ends_once() -> None:
    assert rules.may_begin(TODAY, TODAY, later=False)
    assert "passed" in str(rules.may_begin(date(2026, 11, 19), TODAY, later=False).reason)
    assert "End it first" in str(rules.may_begin(TODAY, TODAY, later=True).reason)
    assert rules.may_retire(rule())
    assert "before" in str(rules.may_retire(rule(status="retired")).reason)


@pytest.mark.parametrize(
    ("said_by", "is_child", "words"),
    [
        ("parent", True, ""), ("guardian", True, ""), ("self", True, "parent or guardian"), ("self", False, ""),
        ("self", None, ""), ("guardian", False, ""), ("parent", False, "asked themselves"), ("x", False, "from the list"),
    ],
)  # fmt: skip
def test_for_a_child_its_parent_or_guardian_answers(said_by: str, is_child: bool | None, words: str) -> None:
    verdict = rules.may_answer(said_by, is_child)
    assert bool(verdict) is not bool(words)
    assert words in str(verdict.reason)


def test_who_speaks_for_somebody_else_is_named() -> None:
    assert rules.needs_a_name("self", "")
    assert rules.needs_a_name("parent", "Sevda")
    assert not rules.needs_a_name("parent", " ")


def test_a_try_lies_in_the_past() -> None:
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert rules.may_have_been(now, now)
    assert not rules.may_have_been(datetime(2026, 11, 20, 10, tzinfo=UTC), now)


def test_a_lead_ends_with_a_result_of_the_list_and_not_found_only_after_the_tries() -> None:
    assert rules.may_end("advice", 0, TODAY)
    assert not rules.may_end("application", 0, TODAY)
    assert "so far: 2" in str(rules.may_end("not_found", 2, TODAY).reason)
    assert rules.may_end("not_found", 3, TODAY)


@pytest.mark.parametrize(
    ("result", "until"),
    [
        ("refused", date(2027, 11, 20)),
        ("advice", date(2027, 5, 20)),
        ("moved", TODAY),
        ("unknown", date(2027, 5, 20)),
    ],
)
def test_a_no_is_respected_longer_than_anything_else(result: str, until: date) -> None:
    assert rules.quiet_until(result, TODAY) == until


def test_what_goes_on_in_an_open_case_begins_nothing_new() -> None:
    lead = lambda to: SimpleNamespace(rule=SimpleNamespace(leads_to=to))  # noqa: E731
    assert rules.turns_to_help(lead("social_service"), {})
    assert rules.turns_to_help(lead("report"), {})
    assert "open case" in str(rules.turns_to_help(lead("case"), {}).reason)


def test_a_lead_goes_to_a_worker_of_the_unit() -> None:
    assert rules.may_take("İlqar", ["İlqar"])
    assert not rules.may_take("Yad", ["İlqar"])


@pytest.mark.parametrize(
    ("source", "facts", "words"),
    [
        ("age_in_group", {"group": "child_disability", "age": 3, "on": "2026-11-26"},
         "Child with disability; reaches the age of 3 on 26.11.2026"),
        ("reports", {"number": 4, "days": 30}, "4 reports within 30 days, and no open case"),
        ("lapsed_plan", {"plan": True}, "Nothing is being done under the plan any more"),
        ("lives_alone", {"age": 70}, "70 years old or older, and alone in the household"),
        ("status_runs_out", {"group": "adult_disability", "on": "2026-12-31"},
         "Person with disability: granted until 31.12.2026"),
    ],
)  # fmt: skip
def test_why_is_said_by_the_facts_and_nothing_beyond(source: str, facts: dict[str, Any], words: str) -> None:
    assert rules.why_of(source, facts) == words


def test_years_before_a_leap_day() -> None:
    assert years_before(date(2028, 2, 29), 3) == date(2025, 2, 28)
    assert years_before(TODAY, 70) == date(1956, 11, 20)
