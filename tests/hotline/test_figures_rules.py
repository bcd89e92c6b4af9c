"""When a period is one, when a week stands out, and what every figure means."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from himaya.hotline.figures import queries, rules
from himaya.hotline.figures.page import shown, tables, yearly_return
from himaya.hotline.figures.queries import Cell, Figures, Rate, chi_class, district
from himaya.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("2026", (date(2026, 1, 1), date(2027, 1, 1))), ("2026-11", (date(2026, 11, 1), date(2026, 12, 1))),
        ("2026-12", (date(2026, 12, 1), date(2027, 1, 1))), ("2026-13", None), ("x", None), ("", None), ("0", None),
        ("9999", None),
    ],
)  # fmt: skip
def test_a_period_is_a_year_or_a_month(words: str, ends: Any) -> None:
    found = rules.period(words)
    assert (found and tuple(clock.local(one).date() for one in found)) == ends


@pytest.mark.parametrize(
    ("before", "now", "stands_out"),
    [
        ([2, 2, 2, 2], 12, True), ([2, 2, 2, 2], 6, False), ([0, 0, 0, 0], 5, True), ([0, 0, 0, 0], 4, False),
        ([100, 100, 100, 100], 125, False), ([100, 100, 100, 100], 131, True), ([0, 0, 0], 50, False),
    ],
)  # fmt: skip
def test_a_week_stands_out_where_chance_does_not_explain_it(
    before: Sequence[int], now: int, stands_out: bool
) -> None:
    assert rules.is_spike(before, now) == stands_out


def test_every_figure_says_what_is_counted_over_what() -> None:
    assert len({one.code for one in rules.DEFINITIONS}) == len({one.what for one in rules.DEFINITIONS}) == 12
    assert all("÷" in str(one.over) for one in rules.DEFINITIONS)


def test_reasons_are_told_by_the_classes_of_child_helplines() -> None:
    assert chi_class("bullying") == ("violence", "bullying")
    assert chi_class("violence") == ("violence", "other")
    assert chi_class("no such reason") == ("other", "other")
    assert district("AZ-SM")
    assert district("") == ""


def test_the_yearly_return_sums_only_what_is_not_kept_back() -> None:
    rates = [Rate(one, 9, 10) for one in rules.DEFINITIONS]
    reason = [Cell("", "suicidal_thoughts", 7), Cell("", "suicide_attempt", 6), Cell("", "bullying", None),
              Cell("", "basic_needs", 8), Cell("", "shelter", None)]  # fmt: skip
    found = Figures(
        rates, {"reason": reason, "sex": [Cell("7-9", "female", 5)], "channel": [Cell("", "phone", 9)]}
    )
    pages = {page.name: list(page.rows) for page in yearly_return(found, 2026)}
    assert ("mental_health", "suicidal", 13) in pages["Reasons"]
    assert ("violence", "bullying", "<5") in pages["Reasons"]
    assert ("access", "essential", "not given") in pages["Reasons"]
    assert ("7-9", "5") in pages["Age and sex"]
    assert pages["Channels"] == [("phone", "Telephone", "9")]
    assert rates[0].percent == "90 %"
    assert Rate(rules.DEFINITIONS[0], None, None).percent == "–"
    assert shown(reason[2]) == "<5"
    assert [one.title for one in tables(found)] == ["What they talk about", "Channels"]


def test_a_reason_that_stands_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Figures([], {"week": [Cell("2026-12", "bullying", 9), Cell("2026-12", "marks", 2)]})
    monkeypatch.setattr(queries, "figures", lambda *ends: told)
    assert queries.spikes(date(2026, 3, 25)) == [queries.Spike("Bullying", 9, 0)]
