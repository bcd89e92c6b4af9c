"""Who keeps whose work profile, and what an absence may be."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.access.roles import SocialWorker, Supervisor
from himaya.kit import clock
from himaya.workforce.staff import rules


def person(pk: int, role: Any, unit: int, path: list[int]) -> Any:
    held = SimpleNamespace(role=role.code, unit_id=unit, unit=SimpleNamespace(pk=unit, path=path))
    return SimpleNamespace(pk=pk, current_memberships=[held])


WORKER = person(1, SocialWorker, 5, [1, 5])
LEADER = person(2, Supervisor, 5, [1, 5])
CHIEF = person(3, Supervisor, 1, [1])
OTHER = person(4, Supervisor, 6, [1, 6])


def test_skills_and_limits_are_kept_by_who_shares_out_the_work_never_by_oneself() -> None:
    assert rules.may_keep_profile(LEADER, WORKER)
    assert rules.may_keep_profile(CHIEF, WORKER)
    assert not rules.may_keep_profile(OTHER, WORKER)
    assert not rules.may_keep_profile(WORKER, WORKER)
    assert not rules.may_keep_profile(LEADER, LEADER)


def test_days_away_are_said_by_oneself_or_by_who_leads() -> None:
    assert rules.may_record_absence(WORKER, WORKER)
    assert rules.may_record_absence(LEADER, WORKER)
    assert not rules.may_record_absence(OTHER, WORKER)


@pytest.mark.parametrize(
    ("first", "last", "may"),
    [
        (date(2026, 6, 15), date(2026, 6, 15), True),
        (date(2026, 6, 1), date(2026, 6, 20), True),
        (date(2026, 6, 20), date(2026, 6, 19), False),
        (date(2026, 6, 1), date(2026, 6, 14), False),
        (date(2026, 6, 15), date(2036, 6, 15), False),
    ],
)
def test_an_absence_lies_ahead_and_is_no_typing_error(first: date, last: date, may: bool) -> None:
    with clock.fixed("2026-06-15"):
        assert bool(rules.is_a_period(first, last)) is may
