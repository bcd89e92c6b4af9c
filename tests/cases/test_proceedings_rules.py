"""How long an order may last, when a judgment may be appealed, and what is asked before a decision about a child."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from himaya.cases.proceedings import rules
from himaya.cases.proceedings.models import Order
from himaya.cases.voice.rules import interests_are_stated, was_heard
from himaya.kit import clock
from himaya.reference.models import LegalAct
from himaya.reference.norms.actions import set_norm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = date(2026, 11, 2)
BAKU = ZoneInfo("Asia/Baku")


def test_a_claim_names_its_body() -> None:
    assert not rules.body_is_named(SimpleNamespace(organisation_id=None, body_name=" "), {})
    assert rules.body_is_named(SimpleNamespace(organisation_id=None, body_name="Sumqayıt məhkəməsi"), {})
    assert rules.body_is_named(SimpleNamespace(organisation_id=3, body_name=""), {})


def test_a_short_order_lasts_at_most_as_long_as_the_norm_says() -> None:
    longest = date(2026, 12, 31)  # the sixtieth day
    assert rules.length_of(DAY, longest) == 60
    assert rules.may_last("short_protection", DAY, longest)
    refused = rules.may_last("short_protection", DAY, date(2027, 1, 1))
    assert "61 days is too long, at most 60" in str(refused.reason)


def test_a_long_order_lasts_between_the_two_norms() -> None:
    assert rules.may_last("long_protection", DAY, date(2026, 12, 31))
    assert "too short, at least 60" in str(rules.may_last("long_protection", DAY, date(2026, 12, 30)).reason)
    assert rules.may_last("long_protection", DAY, date(2027, 4, 30))
    assert "at most 180" in str(rules.may_last("long_protection", DAY, date(2027, 5, 1)).reason)


def test_the_length_is_that_of_the_law_on_the_first_day(as_owner: Any) -> None:
    """The law changed before (an older text says 30 days) and will again: each order follows the text of its first day."""
    with as_owner():
        act = LegalAct.objects.get(key="domestic-violence")
        set_norm(key="dv.short_order.longest", value="30", unit="days", valid_from=DAY, act=act, by=None)
    assert rules.may_last("short_protection", date(2026, 11, 1), date(2026, 12, 30))
    assert "at most 30" in str(rules.may_last("short_protection", DAY, date(2026, 12, 2)).reason)
    assert rules.may_last("short_protection", DAY, date(2026, 12, 1))


def test_an_order_for_a_time_has_a_last_day_after_its_first() -> None:
    assert not rules.may_last("short_protection", DAY, None)
    assert not rules.may_last("contact", DAY, date(2026, 11, 1))
    assert rules.may_last("contact", DAY, None)
    assert rules.may_last("unheard_of", DAY, None)


def at(hour: int, day: int = 2) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=BAKU)


@pytest.mark.parametrize(
    ("told_at", "body", "why", "fine"),
    [
        (at(12), "police", "", True), (None, "", "Telefon yox idi", True), (None, "", " ", False),
        (at(12), "", "", False), (None, "police", "", False), (at(9), "police", "", False),
    ],
)  # fmt: skip
def test_a_breach_is_told_or_it_is_written_why_not(told_at: Any, body: str, why: str, fine: bool) -> None:
    assert bool(rules.may_be_told(at(10), told_at, body, why)) is fine


def test_a_judgment_is_neither_tomorrow_nor_before_its_claim() -> None:
    with clock.fixed("2026-11-02T10:00"):
        assert rules.may_be_judged(DAY, None)
        assert rules.may_be_judged(DAY, DAY)
        assert not rules.may_be_judged(date(2026, 11, 3), None)
        assert not rules.may_be_judged(date(2026, 10, 1), DAY)


def test_a_judgment_may_be_appealed_as_long_as_the_norm_says() -> None:
    assert rules.appeal_until(DAY) == date(2026, 12, 2)


def test_what_a_judgment_gives() -> None:
    assert rules.was_granted("partly") is True
    assert rules.was_granted("refused") is False
    assert rules.was_granted("settlement") is None
    assert rules.was_granted("") is None


def test_two_words_are_due_before_an_order_ends() -> None:
    end = date(2026, 11, 20)
    assert rules.alert_due(end, date(2026, 11, 5)) == ""
    assert rules.alert_due(end, date(2026, 11, 6)) == "dv.order_alert.first"
    assert rules.alert_due(end, date(2026, 11, 16)) == "dv.order_alert.first"
    assert rules.alert_due(end, date(2026, 11, 17)) == "dv.order_alert.second"
    assert rules.alert_due(end, end) == "dv.order_alert.second"
    assert rules.alert_due(end, date(2026, 11, 21)) == ""


def test_a_hearing_is_near_two_days_before() -> None:
    assert rules.hearing_is_near(at(10, 4), at(10, 2))
    assert not rules.hearing_is_near(at(11, 4), at(10, 2))
    assert not rules.hearing_is_near(at(9, 2), at(10, 2))


def test_an_order_stands_from_its_first_to_its_last_day() -> None:
    order = Order(status="in_force", from_on=DAY, until_on=date(2026, 11, 3))
    assert [order.stands_on(date(2026, 11, n)) for n in (1, 2, 3, 4)] == [False, True, True, False]
    order.until_on = None
    assert order.stands_on(date(2030, 1, 1))
    order.status = "lifted"
    assert not order.stands_on(DAY)


@pytest.mark.parametrize(
    ("method", "words", "why", "duty", "fine"),
    [
        ("talk", "Qalmaq istəmirəm", "", "obligatory", True), ("talk", " ", "", "obligatory", False),
        ("", "Qalmaq istəmirəm", "", "obligatory", False), ("not_possible", "", "Huşsuzdur", "obligatory", True),
        ("not_possible", "", "", "possible", False), ("", "", "", "possible", True), ("", "", "", "none", True),
    ],
)  # fmt: skip
def test_the_child_s_view_is_obligatory_from_the_norm_s_age(
    method: str, words: str, why: str, duty: str, fine: bool
) -> None:
    assert bool(was_heard(method, words, why, duty)) is fine


def test_best_interests_are_written_down() -> None:
    assert interests_are_stated(SimpleNamespace(best_interests="Nənəsi ilə qalmaq"), {})
    assert not interests_are_stated(SimpleNamespace(best_interests=" "), {})
