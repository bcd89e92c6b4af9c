"""What is heavy by the dated list, how much a shift bears, who holds a debrief."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from himaya.hotline.debriefs import rules
from himaya.hotline.debriefs.rules import Heard
from himaya.kit.clock import BAKU

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
AT = datetime(2026, 11, 18, 20, 0, tzinfo=BAKU)
DAY = date(2026, 11, 18)


def heard(risk: str = "low", *reasons: str) -> Heard:
    return Heard(AT, risk, reasons)


@pytest.mark.parametrize(
    ("one", "heavy", "alone"),
    [
        (heard("critical"), True, False),
        (heard("high"), True, False),
        (heard("medium"), False, False),
        (heard("low", "parents"), False, False),
        (heard("low", "sexual"), True, False),
        (heard("low", "bullying", "trafficking"), True, False),
        (heard("medium", "suicide_attempt"), True, True),
        (heard("low", "no such reason"), False, False),
    ],
)
def test_a_contact_is_heavy_by_its_danger_or_its_reasons(one: Heard, heavy: bool, alone: bool) -> None:
    assert (rules.is_heavy(one), rules.alone_enough(one)) == (heavy, alone)


def test_a_shift_bears_so_many_and_no_more() -> None:
    assert rules.limit(DAY) == 3
    assert [rules.too_many(many, DAY) for many in (0, 3, 4)] == [False, False, True]
    assert rules.why_owed([heard("high")] * 3, DAY) == ""
    assert rules.why_owed([heard("high")] * 4, DAY) == "many"
    assert rules.why_owed([heard("low", "suicide_attempt")], DAY) == "alone"


def test_seven_days_bear_so_many_and_no_more() -> None:
    assert rules.week_limit(DAY) == 10
    assert [rules.too_many_in_week(many, DAY) for many in (0, 10, 11)] == [False, False, True]


def test_a_stint_is_the_planned_shift_or_the_day_in_baku() -> None:
    shift = SimpleNamespace(
        public_id="abc", starts_at=AT - timedelta(hours=4), ends_at=AT + timedelta(hours=4)
    )
    assert rules.stint_of(AT, [shift]).key == "shift:abc"
    assert rules.stint_of(shift.ends_at, [shift]).key == "day:2026-11-19", "the end is another's"
    day = rules.stint_of(AT, [])
    assert (day.key, day.begins.hour, day.ends) == ("day:2026-11-18", 0, None)


def test_nobody_debriefs_themselves_and_a_talk_is_of_some_kind() -> None:
    owed = SimpleNamespace(counsellor_id=1)
    assert rules.may_hold(owed, SimpleNamespace(pk=2))
    assert "Another person" in str(rules.may_hold(owed, SimpleNamespace(pk=1)).reason)
    assert rules.is_told({"outcome": "taken", "kind": "short"})
    assert rules.is_told({"outcome": "declined"})
    assert not rules.is_told({"outcome": "taken", "kind": ""})
