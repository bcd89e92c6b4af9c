"""Reading what is typed into the one box. No database."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.kit.periods import BirthDate
from himaya.registry.search.rules import Asked, names_typed, read_identity, read_question

TODAY = date(2026, 6, 1)
MAP = {"masalli": (57,), "nizami": (12, 45), "qara su": (9,)}


def read(typed: str) -> Asked:
    return read_question(typed, TODAY, lambda words: MAP.get(words, ()))


def words(asked: Asked) -> list[str]:
    return [g.word for g in asked.groups if g.word]


def test_names_are_folded_words_in_any_order() -> None:
    assert words(read("  Əliyeva,   NİGAR ")) == ["aliyeva", "nigar"]


@pytest.mark.parametrize("typed", ["05.03.2014", "5/3/2014", "2014-03-05", "05-03-2014"])
def test_a_birth_date_is_tried_both_ways_round(typed: str) -> None:
    (group,) = read(typed).groups
    assert group.days == ((date(2014, 3, 5), "birth", 1.0), (date(2014, 5, 3), "birth_swapped", 0.85))


def test_a_month_first_date_is_understood() -> None:
    (group,) = read("03/25/2014").groups
    assert group.days[0][0] == date(2014, 3, 25)


@pytest.mark.parametrize(
    ("typed", "first", "after"),
    [
        ("2014", date(2014, 1, 1), date(2015, 1, 1)),
        ("2014-cü il", date(2014, 1, 1), date(2015, 1, 1)),
        ("03.2014", date(2014, 3, 1), date(2014, 4, 1)),
        ("12 yaş", date(2013, 6, 2), date(2014, 6, 2)),
        ("12 yaşında", date(2013, 6, 2), date(2014, 6, 2)),
        ("12 лет", date(2013, 6, 2), date(2014, 6, 2)),
        ("12", date(2013, 6, 2), date(2014, 6, 2)),
    ],
)
def test_years_months_and_ages_are_stretches_of_birth_dates(typed: str, first: date, after: date) -> None:
    (group,) = read(typed).groups
    assert group.window == (first, after)


@pytest.mark.parametrize("typed", ["5A0B1CD", "5aob1cd", "5A0BICD", "5а0В1сd"])
def test_a_fin_is_read_through_its_slips(typed: str) -> None:
    (group,) = read(typed).groups
    assert group.fin == "5A0B1CD"


def test_a_surname_of_seven_letters_may_be_a_fin_but_is_first_a_name() -> None:
    (group,) = read("Mamedov").groups
    assert group.word == "mamedov"
    assert group.fin == "MAMED0V"


@pytest.mark.parametrize(
    "typed", ["050 321 45 67", "(050) 321-45-67", "+994503214567", "994503214567", "00994 50 321 45 67"]
)
def test_a_telephone_in_any_form_is_one_number(typed: str) -> None:
    (group,) = read(typed).groups
    assert group.phone[-9:] == "503214567"


@pytest.mark.parametrize(
    "typed",
    ["05.03.1899", "130 yaş", "05.2027", "05.03.2027", "2050"],
)
def test_a_day_nobody_living_was_born_on_is_no_birth_date(typed: str) -> None:
    assert not [g for g in read(typed).groups if g.days or g.window]


@pytest.mark.parametrize(("typed", "year"), [("31.02.2014", 2014), ("13.2014", 2014), ("01.07.2026", 2026)])
def test_of_a_day_that_cannot_be_the_year_is_kept(typed: str, year: int) -> None:
    groups = read(typed).groups
    assert [g.years for g in groups if g.window] == [(year,)]
    assert not any(g.days for g in groups)


def test_who_is_about_to_be_registered_is_asked_for_by_what_is_known() -> None:
    bare = read_identity(names=[("Əliyeva Nigar Həsən qızı", 1.0)])
    assert words(bare) == ["aliyeva", "nigar", "hasan"]
    assert not any(g.days or g.window or g.bonus for g in bare.groups)
    whole = read_identity(
        names=[("Nigar", 1.0)],
        born=BirthDate.of_year(2014),
        sex="female",
        fin="5A0B1CD",
        papers=["", "AA1234567"],
        phones=["102", "+994503214567"],
        territories=(57,),
    )
    assert whole.sex == "female"
    assert [g.window for g in whole.groups if g.window] == [(date(2014, 1, 1), date(2015, 1, 1))]
    assert [(g.fin, g.paper, g.phone, g.territories) for g in whole.groups if g.bonus] == [
        ("5A0B1CD", "", "", ()),
        ("", "AA1234567", "", ()),
        ("", "", "+994503214567", ()),
        ("", "", "", (57,)),
    ], "an emergency number and an empty paper speak for nobody"


def test_facts_around_a_name_do_not_become_names() -> None:
    asked = read("qız, 12 yaş, Masallı rayonu")
    assert asked.only == "female"
    assert words(asked) == ["masalli"]
    assert asked.groups[0].territories == (57,)


def test_oglu_and_qizi_lean_towards_a_sex() -> None:
    assert read("Əliyev Murad Həsən oğlu").sex == "male"
    assert read("Алиева Нигяр Гасан кызы").sex == "female"
    assert read("Əliyev Murad").sex == ""


def test_a_word_may_be_a_name_or_a_place() -> None:
    group = read("Nizami Əliyev").groups[0]
    assert group.word == "nizami"
    assert group.territories == (12, 45)


def test_a_place_of_two_words_is_a_place() -> None:
    group = read("Əliyev Qara Su").groups[1]
    assert not group.word
    assert group.territories == (9,)


def test_what_was_typed_as_names_is_kept_as_typed() -> None:
    typed = "Əliyeva Nigar 05.03.2014 Masallı"
    assert names_typed(typed, read(typed)) == ["Əliyeva", "Nigar"]


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_without_a_fault(typed: str) -> None:
    asked = read(typed)
    assert len(asked.groups) <= 8
    asked.for_database()


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_birth_date_is_read_back(day: date) -> None:
    groups: Any = read(f"Əliyeva {day:%d.%m.%Y}").groups
    assert groups[1].days[0][0] == day
