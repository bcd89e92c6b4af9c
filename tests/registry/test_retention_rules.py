"""How long a file is kept, and what stands in the way of erasing it."""

from datetime import date
from types import SimpleNamespace

import pytest

from himaya.registry.retention.rules import Schedule, another_decides, falls_due_on, may_hold

CASE, SEALED = Schedule("case", 25, 10), Schedule("sealed", 0, 75)


@pytest.mark.parametrize(
    ("schedule", "born", "ended", "due"),
    [
        (CASE, date(1990, 3, 5), date(2006, 1, 1), date(2025, 4, 1)),
        (CASE, date(1990, 3, 5), date(2024, 1, 1), date(2034, 2, 1)),
        (CASE, None, date(2010, 2, 28), date(2020, 3, 1)),
        (SEALED, date(1990, 3, 5), date(1992, 1, 1), date(2067, 2, 1)),
        (SEALED, date(1990, 3, 5), date(1990, 3, 5), date(2065, 4, 1)),
    ],
)
def test_a_file_is_kept_to_the_twenty_fifth_birthday_and_ten_years_and_no_less_than_ten_after_the_work(
    schedule: Schedule, born: date | None, ended: date, due: date
) -> None:
    assert falls_due_on(schedule, born=born, ended=ended) == due


def test_who_proposed_does_not_decide() -> None:
    file = SimpleNamespace(proposed_by_id=7)
    assert not another_decides(file, {"by": 7})
    assert another_decides(file, {"by": 8})


def test_a_hold_ends_on_a_day_still_to_come() -> None:
    assert may_hold(expires_on=date(2026, 6, 2), today=date(2026, 6, 1))
    assert not may_hold(expires_on=date(2026, 6, 1), today=date(2026, 6, 1))
