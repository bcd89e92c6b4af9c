"""Whether a service fits somebody, and the reason in words."""

from types import SimpleNamespace
from typing import Any

import pytest

from himaya.services.directory.fit import COUNTRY, FAR, HERE, NEAR, Wanted, fit_of
from himaya.services.directory.queries import types_for
from himaya.services.directory.rules import Measured, told, words_of
from tests.cases.conftest import in_english

__all__ = ["in_english"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class Places(list[Any]):
    """As a relation gives them."""

    def all(self) -> "Places":
        return self


class Place:
    def __init__(self, pk: int, name: str) -> None:
        self.pk, self.name = pk, name

    def __str__(self) -> str:
        return self.name


MASALLI, LANKARAN, BAKU = Place(1, "Masallı"), Place(2, "Lənkəran"), Place(3, "Bakı")
CHILD = Wanted(
    here=frozenset({1}), near=frozenset({2}), age=9, groups=frozenset({"child_disability"}), languages=frozenset({"tly"})
)  # fmt: skip


def service(**fields: Any) -> Any:
    given = {
        "territories": Places([MASALLI]), "is_nationwide": False, "is_open": True, "places_free": None, "age_from": None,
        "age_to": None, "groups": [], "languages": [], "name_sort": "a", "waiting": None,
    }  # fmt: skip
    return SimpleNamespace(**{**given, **fields})


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({}, HERE, "serves Masallı"),
        ({"is_nationwide": True, "territories": Places()}, COUNTRY, "serves the whole country"),
        ({"territories": Places([LANKARAN])}, NEAR, "serves nearby: Lənkəran"),
        ({"territories": Places([BAKU])}, FAR, "serves another place: Bakı"),
    ],
)
def test_by_place(fields: Any, place: int, said: str) -> None:
    fit = fit_of(service(**fields), CHILD)
    assert fit.place == place
    assert said in " ".join([*fit.good, *fit.unsure, *fit.bad])
    assert fit.fits is (place != FAR)


def test_without_a_place_nothing_is_held_against_a_service() -> None:
    assert fit_of(service(territories=Places([BAKU])), Wanted()).fits


@pytest.mark.parametrize(
    ("fields", "fits", "said"),
    [
        ({"age_from": 3, "age_to": 7}, False, "takes ages 3–7; this person is 9"),
        ({"age_from": 9, "age_to": 9}, True, "takes ages 9–9"),
        ({"age_from": 10}, False, "takes ages 10–…; this person is 9"),
        ({"age_to": 17}, True, "takes ages 0–17"),
        ({"groups": ["elderly"]}, False, "is for others: Older person"),
        ({"groups": ["elderly", "child_disability"]}, True, "is for: Child with disability"),
        ({"languages": ["az"]}, False, "speaks Azerbaijani; this person speaks Talysh"),
        ({"languages": ["az", "tly"]}, True, "speaks: Talysh"),
        ({"is_open": False}, False, "takes no one at present"),
        ({"places_free": 0}, True, "no place free"),
        ({"places_free": 4}, True, "places free: 4"),
    ],
)
def test_the_reason_stands_in_words(fields: Any, fits: bool, said: str) -> None:
    fit = fit_of(service(**fields), CHILD)
    assert fit.fits is fits
    assert any(line.startswith(said) for line in [*fit.good, *fit.unsure, *fit.bad])


def test_what_is_not_known_is_asked_for_and_bars_nothing() -> None:
    fit = fit_of(service(age_from=3, groups=["elderly"], languages=["az"]), Wanted(here=frozenset({1})))
    assert fit.fits
    assert len(fit.unsure) == 2


def test_the_best_stand_first() -> None:
    quick, slow = (SimpleNamespace(answer_median=d, start_median=None) for d in (1, 9))
    rows = [
        service(name_sort="far", territories=Places([BAKU])), service(name_sort="full", places_free=0),
        service(name_sort="slow", waiting=slow), service(name_sort="near", territories=Places([LANKARAN])),
        service(name_sort="quick", waiting=quick), service(name_sort="unmeasured"),
    ]  # fmt: skip
    found = sorted((fit_of(row, CHILD) for row in rows), key=lambda fit: fit.order)
    assert [fit.service.name_sort for fit in found] == ["quick", "slow", "unmeasured", "near", "full", "far"]


def test_a_need_is_answered_by_kinds_of_service() -> None:
    assert "early_intervention" in types_for("development")
    assert types_for("nonsense") == types_for("") == frozenset()


def test_fewer_than_the_smallest_number_tell_nothing() -> None:
    few = Measured(1, answers=4, answer_median=1.0, answer_p90=2.0, starts=5, start_median=6.4, start_p90=9.6)
    assert told(few, 5) == {"answer_median": None, "answer_p90": None, "start_median": 6, "start_p90": 10}
    assert told(Measured(1), 0)["answer_median"] is None


def test_the_waiting_in_words() -> None:
    assert words_of(None) == []
    figures = {"answer_median": 2, "answer_p90": 6, "start_median": None, "start_p90": None}
    assert len(words_of(SimpleNamespace(**figures))) == 1
    assert "9" in words_of(SimpleNamespace(**{**figures, "start_median": 4, "start_p90": 9}))[1]
