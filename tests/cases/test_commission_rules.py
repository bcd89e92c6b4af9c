"""How many members, how many decide, and until when a commission meets: sentences of the norms."""

from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any

import pytest

from himaya.cases.commission.rules import has_room, meets_by, quorum_of, size_is_right, term_is_sound
from himaya.kit import clock
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


def taken(user: int, function: str = "member", starts: date = DAY, ends: date | None = None) -> Any:
    return Thing(user_id=user, function=function, starts_on=starts, ends_on=ends)


def test_the_quorum_is_more_than_the_share_of_the_norm() -> None:
    share = norm("commission.quorum", DAY).number
    for voices in (9, 10, 11):
        assert quorum_of(voices, DAY) > voices * share / 100 >= quorum_of(voices, DAY) - 1


def test_too_few_and_too_many_are_said() -> None:
    least, most = (int(norm(f"commission.size.{key}", DAY).number) for key in ("least", "most"))
    assert not size_is_right(least - 1, DAY)
    assert size_is_right(least, DAY)
    assert size_is_right(most, DAY)
    assert not size_is_right(most + 1, DAY)


def test_a_term_without_an_end_is_sound() -> None:
    assert term_is_sound(DAY, None)
    assert term_is_sound(DAY, DAY + timedelta(days=1))
    assert not term_is_sound(DAY, DAY)


def test_who_sat_before_or_sits_later_takes_no_room() -> None:
    before, later = taken(1, ends=DAY), taken(1, starts=DAY + timedelta(days=60))
    me: Any = Thing(pk=1)
    assert has_room([before, later], me, "member", DAY, DAY + timedelta(days=60))
    assert not has_room([before, later], me, "member", DAY, None)
    assert has_room([taken(2, "deputy")], me, "deputy", DAY, None)


def test_the_next_session_is_due_from_the_last_or_from_the_first_day() -> None:
    length = norm("commission.meets.every", DAY)
    never: Any = Thing(last_met_on=None, established_on=DAY)
    assert meets_by(never) == add(clock.at(DAY), length)
    later = DAY + timedelta(days=10)
    assert meets_by(Thing(last_met_on=later, established_on=DAY)) == add(clock.at(later), length)  # type: ignore[arg-type]
