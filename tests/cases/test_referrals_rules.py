"""Rules of referrals: what may leave, when a service begins, how it ends."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.cases.referrals.rules import (
    consent_or_ground,
    has_begun,
    may_begin_on,
    says_what_came,
    was_served,
)
from himaya.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def referral(**fields: Any) -> Any:
    given = {"consent_ground": "consent", "consent_by": "ana", "started_on": None, "outcome": ""}
    return SimpleNamespace(**{**given, **fields})


@pytest.mark.parametrize(
    ("fields", "goes"),
    [
        ({}, True),
        ({"consent_by": " "}, False),
        ({"consent_ground": ""}, False),
        ({"consent_ground": "law"}, True),
    ],
)
def test_consent_by_name_or_a_ground(fields: Any, goes: bool) -> None:
    assert bool(consent_or_ground(referral(**fields), {})) is goes


@pytest.mark.parametrize(
    ("day", "goes"),
    [(None, False), (date(2026, 11, 3), False), (date(2026, 10, 30), False), (date(2026, 11, 1), True),
     (date(2026, 11, 2), True)],
)  # fmt: skip
def test_a_service_begins_between_the_referral_and_today(day: Any, goes: bool) -> None:
    with clock.fixed("2026-11-02T10:00"):
        assert bool(may_begin_on(date(2026, 11, 1), day)) is goes


def test_begun_is_what_has_a_day() -> None:
    assert not has_begun(referral(), {})
    assert has_begun(referral(started_on=date(2026, 11, 1)), {})


@pytest.mark.parametrize(
    ("outcome", "started", "ends"),
    [("", None, False), ("nonsense", None, False), ("reached", None, False), ("reached", date(2026, 11, 1), True),
     ("never_came", None, True)],
)  # fmt: skip
def test_the_end_says_what_came_of_it(outcome: str, started: Any, ends: bool) -> None:
    assert bool(says_what_came(referral(outcome=outcome, started_on=started), {})) is ends


def test_what_counts_as_given() -> None:
    assert was_served("partly")
    assert not was_served("moved_on")
    assert not was_served("nonsense")
