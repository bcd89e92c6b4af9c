"""Which change of risk needs whom."""

from types import SimpleNamespace
from typing import Any

import pytest

from himaya.cases.models import RiskChange
from himaya.cases.risk import rules


@pytest.mark.parametrize(
    ("before", "after", "supervisor"),
    [
        ("critical", "high", True),
        ("high", "low", True),
        ("medium", "low", False),
        ("low", "critical", False),
        ("high", "critical", False),
    ],
)
def test_only_lowering_critical_or_high_needs_a_supervisor(before: str, after: str, supervisor: bool) -> None:
    assert rules.needs_supervisor(before, after) is supervisor


def test_a_change_is_to_another_known_level() -> None:
    assert rules.is_a_change("low", "high")
    assert not rules.is_a_change("low", "low")
    assert not rules.is_a_change("low", "enormous")


def test_who_asked_does_not_approve() -> None:
    change: Any = SimpleNamespace(asked_by_id=3)
    assert rules.another_approves(change, {})
    assert rules.another_approves(change, {"by": 4})
    assert not rules.another_approves(change, {"by": 3})


def test_what_was_asked_holds_while_the_level_has_not_moved() -> None:
    change: Any = SimpleNamespace(from_level="high", case=SimpleNamespace(risk="high"))
    assert rules.level_still_stands(change, {})
    change.case.risk = "critical"
    assert not rules.level_still_stands(change, {})


def test_lowering_is_towards_the_lighter_level() -> None:
    assert RiskChange(from_level="high", to_level="low").is_lowering
    assert not RiskChange(from_level="low", to_level="high").is_lowering
