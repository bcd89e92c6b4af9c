"""What counts as seeing a child."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.cases.models import Visit
from himaya.cases.visits import rules
from himaya.kit import clock


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Any:
    near = SimpleNamespace(attributes={"face_to_face": True})
    far = SimpleNamespace(attributes={})
    monkeypatch.setattr(rules, "code_item", lambda key, code: {"home": near, "phone": far}.get(code))
    with clock.fixed("2026-06-15 12:30"):
        yield


def visit(**said: Any) -> Visit:
    usual = {"contact_type": "home", "child_seen": True, "child_seen_alone": True, "observations": "Sakit."}
    return Visit(**{**usual, "safe_now": "yes", "done_at": clock.now(), **said})


@pytest.mark.parametrize(
    ("kind", "seen", "meets"),
    [("home", True, True), ("home", False, False), ("phone", True, False), ("letter", True, False)],
)
def test_only_a_child_seen_face_to_face_was_visited(kind: str, seen: bool, meets: bool) -> None:
    assert rules.meets_the_norm(visit(contact_type=kind, child_seen=seen)) is meets


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ({}, True),
        ({"child_seen": False}, False),
        ({"child_seen": False, "not_seen_reason": "refused"}, True),
        ({"child_seen_alone": False}, False),
        ({"child_seen_alone": False, "not_alone_reason": "too_young"}, True),
        ({"child_seen_alone": False, "contact_type": "phone"}, True),
    ],
)
def test_a_child_not_seen_or_not_seen_alone_is_explained(said: Any, whole: bool) -> None:
    assert bool(rules.seeing_is_explained(visit(**said), {})) is whole


def test_a_record_says_what_was_seen_and_whether_the_child_is_safe() -> None:
    assert not rules.observation_is_written(visit(observations=" "), {})
    assert rules.observation_is_written(visit(), {})
    assert not rules.safety_is_judged(visit(safe_now=""), {})
    assert rules.safety_is_judged(visit(safe_now="unknown"), {})


@pytest.mark.parametrize(("hours", "may"), [(1, False), (0, True), (-30, True), (-49, False)])
def test_nothing_is_recorded_before_the_report_or_before_it_happened(hours: int, may: bool) -> None:
    told: Any = SimpleNamespace(reported_at=clock.now() - timedelta(days=2))
    done: Any = SimpleNamespace(done_at=clock.now() + timedelta(hours=hours), case=told)
    assert bool(rules.is_recorded_in_time(done, {})) is may


def test_the_minute_of_the_report_itself_counts() -> None:
    at = clock.now()
    done: Any = SimpleNamespace(done_at=at, case=SimpleNamespace(reported_at=at + timedelta(seconds=40)))
    assert rules.is_recorded_in_time(done, {})
    done.done_at = None
    assert not rules.is_recorded_in_time(done, {})


def test_what_has_passed_is_recorded_not_planned() -> None:
    assert rules.may_plan_for(clock.now() + timedelta(minutes=1))
    assert not rules.may_plan_for(clock.now() - timedelta(minutes=1))


def test_nothing_stands_in_the_way_before_something_is_recorded() -> None:
    empty = Visit(contact_type="home")
    assert rules.record_is_whole(empty, {})
    assert not rules.record_is_whole(empty, {"done": "now"})
