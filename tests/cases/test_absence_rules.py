"""How rows of school-absence lists are read, which tell of the same pupil, and what may be said of them."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from himaya.cases.absence.rules import (
    days_of,
    digest_of,
    is_refused,
    key_of,
    may_be_of,
    may_choose,
    may_tell_days,
    one_school,
    own_column,
    read_days,
    read_row,
    repeats,
    words_of,
)
from himaya.kit.books.shapes import Formula
from himaya.registry.queries import PersonLine

OCTOBER, FEBRUARY = date(2026, 10, 1), date(2026, 2, 1)


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Sinif", "school_class"),
        ("Sinfi", "school_class"),
        ("Sinif rəhbəri", ""),
        ("Məktəbin adı", "school"),
        ("Məktəbə qəbul tarixi", ""),
        ("Buraxdığı günlərin sayı", "days"),
        ("Üzrlü səbəbdən", "excused"),
        ("Üzrsüz səbəbdən buraxdığı günlər", "unexcused"),
        ("Uzrsuz buraxilmis gunler", "unexcused"),
        ("Пропущено дней", "days"),
        ("По уважительной причине", "excused"),
        ("По неуважительной причине", "unexcused"),
        ("Без уважительной причины", "unexcused"),
        ("Days absent", "days"),
        ("Unexcused", "unexcused"),
        ("With a good reason", "excused"),
        ("Without a good reason", "unexcused"),
        ("Üzrsüz buraxdığı saatlar", ""),
        ("Soyadı, adı", ""),
        ("", ""),
    ],
)
def test_a_column_is_known_by_its_title_in_three_languages(title: str, column: str) -> None:
    assert own_column(title) == column


def test_the_days_without_a_good_reason_must_be_told() -> None:
    assert may_tell_days(["unexcused"])
    assert may_tell_days(["days", "excused", "school"])
    for columns in ([], ["days"], ["excused"], ["school_class"]):
        verdict = may_tell_days(columns)
        assert not verdict
        assert "Üzrsüz buraxdığı günlər" in str(verdict.reason)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (None, (None, "")),
        ("  ", (None, "")),
        ("—", (None, "")),
        (12, (12, "")),
        (12.0, (12, "")),
        (0, (0, "")),
        ("12", (12, "")),
        ("12,0", (12, "")),
        ("12 gün", (12, "")),
        ("3 дня.", (3, "")),
        ("5 days", (5, "")),
        (2.5, (None, "days_unreadable")),
        (-3, (None, "days_unreadable")),
        ("-3", (None, "days_unreadable")),
        ("çox", (None, "days_unreadable")),
        ("1234567", (None, "days_unreadable")),
        (True, (None, "days_unreadable")),
        (date(2026, 10, 2), (None, "days_unreadable")),
        (Formula("=A1+2"), (None, "days_formula")),
    ],
)
def test_days_are_whole_numbers_or_it_is_said_what_is_wrong(cell: Any, told: Any) -> None:
    assert read_days(cell) == told


@pytest.mark.parametrize(
    ("own", "days"),
    [
        ({"unexcused": 12}, {"days": 12, "unexcused": 12}),
        ({"unexcused": 12, "excused": 3}, {"days": 15, "unexcused": 12}),
        ({"days": 15, "unexcused": 12}, {"days": 15, "unexcused": 12}),
        ({"days": 15, "excused": 3}, {"days": 15, "unexcused": 12}),
        ({"days": 15, "excused": 3, "unexcused": 12}, {"days": 15, "unexcused": 12}),
        ({"days": 15, "excused": None}, {"days": 15, "unexcused": 15}),
        ({"days": None, "excused": 4}, {"days": 4, "unexcused": 0}),
        ({"days": 15, "unexcused": None}, {"days": 15, "unexcused": 0}),
        ({"excused": 4, "unexcused": None}, {"days": 4, "unexcused": 0}),
        ({"unexcused": 31}, {"days": 31, "unexcused": 31}),
    ],
)
def test_the_days_in_all_and_those_without_a_good_reason(own: Any, days: Any) -> None:
    assert days_of(own, OCTOBER) == (days, "")


@pytest.mark.parametrize(
    ("own", "month", "wrong"),
    [
        ({}, OCTOBER, "days_missing"),
        ({"days": None, "unexcused": ""}, OCTOBER, "days_missing"),
        ({"unexcused": 32}, OCTOBER, "days_too_many"),
        ({"unexcused": 29}, FEBRUARY, "days_too_many"),
        ({"days": 20, "excused": 5, "unexcused": 12}, OCTOBER, "days_differ"),
        ({"days": 5, "unexcused": 12}, OCTOBER, "days_differ"),
        ({"days": 5, "excused": 12}, OCTOBER, "days_differ"),
        ({"unexcused": "çox"}, OCTOBER, "days_unreadable"),
        ({"days": Formula("=1")}, OCTOBER, "days_formula"),
    ],
)
def test_days_that_cannot_stand_are_named(own: Any, month: date, wrong: str) -> None:
    assert days_of(own, month) == ({}, wrong)


def line(number: int = 3, **own: Any) -> PersonLine:
    facts = {"family_name": "Əliyev", "given_name": "Rauf"}
    return PersonLine("Siyahı", number, facts, [("name_order", "name")], own)


def test_a_row_tells_its_days_and_class_beside_the_person() -> None:
    facts, remarks = read_row(line(unexcused=12, school_class="7 b"), OCTOBER)
    assert facts == {
        "family_name": "Əliyev", "given_name": "Rauf", "days": 12, "unexcused": 12, "school_class": "7 b",
    }  # fmt: skip
    assert remarks == [["name_order", "name"]]
    assert not is_refused(remarks)
    facts, remarks = read_row(line(unexcused=40), OCTOBER)
    assert "days" not in facts
    assert is_refused(remarks)
    assert is_refused([["name_missing", "name"]])
    with translation.override("en"):
        assert words_of(remarks)[-1].startswith("The month has fewer days")
        assert words_of([["born_missing", "born"]]) == ["There is no birth date."]


def test_a_list_is_of_one_school() -> None:
    one = [
        line(3, school="45 nömrəli məktəb"),
        line(4, school="45 NÖMRƏLİ  MƏKTƏB"),
        line(5),
        line(6, school=None),
    ]
    assert one_school(one)
    assert one_school([])
    verdict = one_school([*one, line(9, school="12 nömrəli məktəb")])
    assert not verdict
    assert "3, 9" in str(verdict.reason)


def test_rows_of_the_same_pupil_are_told_apart_from_namesakes() -> None:
    rauf = {"family_name": "Əliyev", "given_name": "Rauf", "born": {"day": "2014-03-05"}}
    assert key_of(rauf) == key_of({**rauf, "given_name": "RAUF", "days": 3})
    assert key_of(rauf) != key_of({**rauf, "born": {"day": "2014-03-06"}})
    assert key_of({**rauf, "born": None}) != key_of(rauf)
    assert key_of({**rauf, "fin": "5AB12CD"}) == key_of({"given_name": "rauf", "fin": "5AB12CD"})
    assert key_of({**rauf, "fin": "5AB12CD"}) != key_of({"given_name": "Tural", "fin": "5AB12CD"})
    assert repeats({1: "a", 2: "b", 3: "a", 4: "a"}) == {3: 1, 4: 1}


def test_the_same_told_in_another_order_is_the_same() -> None:
    one, other = {"given_name": "Rauf", "days": 3}, {"given_name": "Tural", "days": 4}
    assert digest_of([one, other]) == digest_of([other, one])
    assert digest_of([one]) != digest_of([{**one, "days": 4}])


def test_only_a_row_that_asks_is_decided_and_only_by_who_came_into_question() -> None:
    row = SimpleNamespace(LIKELY="likely", verdict="likely", matches=["abc"])
    assert may_choose(row, "abc")
    assert may_choose(row, "")
    assert not may_choose(row, "xyz")
    row.verdict = "sure"
    assert not may_choose(row, "abc")


def test_a_month_must_have_begun() -> None:
    assert may_be_of(OCTOBER, date(2026, 10, 1))
    assert not may_be_of(OCTOBER, date(2026, 9, 30))
