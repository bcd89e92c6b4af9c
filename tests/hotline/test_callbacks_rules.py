"""A caller is called back where and when they called it safe, and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from himaya.hotline.callbacks import rules
from himaya.hotline.callbacks.rules import due_at, is_safe_at, may_dial, next_safe, safe_until
from tests.hotline.queue_cast import safe

MOMENTS = some.integers(0, 365 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
HOURS = some.builds(safe, some.integers(0, 23), some.integers(0, 23))


def bakı(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 2, 2, hour, minute, tzinfo=UTC) - timedelta(hours=4)


@given(HOURS, MOMENTS)
def test_the_next_safe_moment_is_safe_and_within_a_day(hours: rules.Safe, moment: datetime) -> None:
    begins = next_safe(hours, moment)
    assert moment <= begins <= moment + timedelta(days=1)
    assert is_safe_at(hours, begins)
    ends = safe_until(hours, begins)
    assert (ends is None) == hours.always
    assert ends is None or (begins < ends and not is_safe_at(hours, ends))


def test_hours_over_midnight() -> None:
    night = safe(22, 2)
    assert is_safe_at(night, bakı(23))
    assert is_safe_at(night, bakı(1))
    assert not is_safe_at(night, bakı(2))
    assert next_safe(night, bakı(12)) == bakı(22)
    assert next_safe(safe(9, 10), bakı(12)) == bakı(9) + timedelta(days=1)


def test_owed_from_the_first_safe_moment() -> None:
    assert due_at(safe(16, 18), bakı(12), timedelta(hours=2)) == bakı(18)
    assert due_at(safe(), bakı(12), timedelta(hours=2)) == bakı(14)


def test_what_follows_an_attempt() -> None:
    told = {"tried": 1, "most": 3, "pause": timedelta(minutes=30), "reached": False, "settled": False}
    after = lambda **more: rules.after_attempt(safe(16, 18), bakı(17, 45), **told | more)  # noqa: E731
    assert after(reached=True) == (rules.REACHED, None)
    assert after() == (rules.AGAIN, bakı(16) + timedelta(days=1))
    assert after(tried=3) == (rules.WITH_SUPERVISOR, None)
    assert after(settled=True) == (rules.WITH_SUPERVISOR, None)


@pytest.mark.parametrize(
    ("number", "countries", "may"),
    [
        ("050 111 22 33", {"AZ"}, True),
        ("012 498 12 34", {"AZ"}, True),
        ("0900 123 45 67", {"AZ"}, False),
        ("+44 20 7946 0958", {"AZ"}, False),
        ("+44 20 7946 0958", {"AZ", "GB"}, True),
        ("+44 909 879 0000", {"AZ", "GB"}, False),
        ("116111", {"AZ"}, False),
        ("söz", {"AZ"}, False),
    ],
)
def test_which_numbers_are_dialled(number: str, countries: set[str], may: bool) -> None:
    verdict = may_dial(number, countries)
    assert bool(verdict) is may
    assert may or verdict.reason
