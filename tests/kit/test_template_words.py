"""Dates, ages, times left and numbers as people here read them."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms, template
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from himaya.kit import clock
from himaya.kit.addresses import address
from himaya.kit.forms import Form
from himaya.kit.templatetags import himaya as words

TEMPLATES = Path(words.__file__).parents[2]
NOON = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)  # 12:00 in Bakı


@pytest.fixture(autouse=True)
def _english_at_noon() -> Any:
    with translation.override("en"), clock.fixed(NOON):
        yield


def test_dates_are_written_day_month_year_on_the_clock_of_baki() -> None:
    late = datetime(2026, 3, 5, 21, 30, tzinfo=UTC)
    assert words.az_date(late) == "06.03.2026"
    assert words.az_datetime(late) == "06.03.2026, 01:30"
    assert words.az_datetime(date(2026, 3, 5)) == "05.03.2026"
    assert words.az_time(late) == "01:30"
    assert words.az_date(None) == words.az_time(None) == words.iso(None) == ""


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        (date(2018, 3, 5), "8 y old"),
        (date(2018, 3, 6), "7 y old"),
        (date(2024, 4, 1), "23 mo old"),
        (date(2026, 2, 20), "13 d old"),
        (date(2026, 3, 6), ""),
        (None, ""),
    ],
)
def test_age_is_in_completed_years_then_months_then_days(born_on: date | None, expected: str) -> None:
    assert words.age(born_on) == expected


@pytest.mark.parametrize(
    ("left", "expected", "state"),
    [
        (timedelta(hours=2, minutes=14), "2 h 14 min left", "soon"),
        (timedelta(days=2, hours=4, minutes=50), "2 d 4 h left", "ok"),
        (timedelta(days=114, hours=4), "114 d left", "ok"),
        (timedelta(seconds=20), "1 min left", "soon"),
        (timedelta(0), "1 min overdue", "over"),
        (timedelta(days=-2), "2 d overdue", "over"),
    ],
)
def test_a_deadline_says_what_is_left_or_how_late_it_is(left: timedelta, expected: str, state: str) -> None:
    assert words.time_left(NOON + left).replace("\u00a0", " ") == expected
    assert words.due_state(NOON + left) == state


def test_time_left_is_azerbaijani_by_default() -> None:
    with translation.override("az"):
        assert "saat" in words.time_left(NOON + timedelta(hours=2, minutes=14))


def test_numbers_have_a_decimal_comma_and_gaps_that_never_break() -> None:
    assert words.number(1234567.5) == "1\u00a0234\u00a0567,5"
    assert words.number(Decimal("0.10")) == "0,10"
    assert words.number(None) == "—"
    assert words.number(0) == "0"
    assert words.money(1250) == "1\u00a0250,00\u00a0₼"


def test_initials_keep_the_dotted_capital() -> None:
    assert words.initials("ilqar ısmayılov") == "İI"
    assert words.initials("") == words.initials(None) == ""
    assert words.initials("№ 12 Ağa") == "A"


def test_an_icon_that_does_not_exist_is_the_developers_error() -> None:
    assert 'aria-hidden="true"' in words.icon("bell")
    for name in ("no-such-icon", "../../../etc/passwd"):
        with pytest.raises(template.TemplateSyntaxError):
            words.icon(name)


def test_query_changes_only_what_it_is_told(rf: Any) -> None:
    page = Template("{% query page=2 kind=None %}")
    assert page.render(Context({"request": rf.get("/?kind=note&q=a%26b")})) == "q=a%26b&amp;page=2"


def test_a_component_escapes_what_people_wrote() -> None:
    page = Template('<p>{{ name|initials }}{% icon "bell" %}</p><c-chip :label="name" />')
    assert "<script>" not in page.render(Context({"name": "<script>alert(1)</script>"}))


def test_a_select_is_drawn_as_the_framework_draws_it() -> None:
    class Choose(Form):
        who = forms.ChoiceField(choices=[("", "—"), ("a<b", "A & B"), ("Kin", [("c", "C")])])

    html = str(Choose({"who": "c"})["who"])
    assert '<option value="a&lt;b">A &amp; B</option>' in html
    assert '<option value="c" selected>C</option>' in html
    assert '<optgroup label="Kin">' in html


def test_an_address_is_the_one_that_resolving_gives() -> None:
    assert address("cases:visit-plan", "abc123") == reverse("cases:visit-plan", args=["abc123"])


def test_a_page_head_loses_no_action_in_a_slot_it_does_not_have() -> None:
    """Its actions stand in it as they are; in a named slot nobody would ever see them (so it was with the audits)."""
    head = re.compile(r"<c-page-header\b[^>]*[^/]>(.*?)</c-page-header>", re.DOTALL)
    lost = [
        str(path)
        for path in sorted(TEMPLATES.rglob("*.html"))
        if any("<c-slot" in inside for inside in head.findall(path.read_text(encoding="utf-8")))
    ]
    assert lost == []
