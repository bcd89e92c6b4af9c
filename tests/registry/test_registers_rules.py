"""Bands of ages, and what mars a line of a register."""

from datetime import date

import pytest

from himaya.kit.periods import BirthDate, age_on
from himaya.registry.registers.rules import (
    BANDS,
    MARKS,
    REGISTERS,
    Line,
    band_name,
    band_words,
    born_between,
    marks_of,
)

ON = date(2026, 6, 1)


@pytest.mark.parametrize("on", [ON, date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)])
def test_everybody_is_in_the_band_of_their_age_and_in_no_other(on: date) -> None:
    for born in (
        date(2024, 2, 29),
        date(2023, 6, 1),
        date(2019, 6, 2),
        date(2008, 3, 1),
        date(1996, 2, 29),
        date(1930, 1, 1),
    ):
        if born > on:
            continue
        age = age_on(born, on)
        inside = [
            band for band in BANDS
            if born <= born_between(band, on)[1] and ((after := born_between(band, on)[0]) is None or born > after)
        ]  # fmt: skip
        assert [low <= age and (high is None or age <= high) for low, high in inside] == [True], (born, on)


def test_bands_have_names_and_words() -> None:
    assert band_name((0, 2)) == "0-2"
    assert band_name((60, None)) == "60-"
    assert band_words((14, 17)) == "14–17"
    assert band_words((60, None)) == "60+"


def line(**fields: object) -> Line:
    whole: dict[str, object] = {
        "status": "no_parental_care", "started_on": date(2024, 1, 1), "fresh_on": date(2026, 1, 1), "valid_until": None,
        "decided": True, "ground": "x", "born": BirthDate(date(2014, 1, 1)), "has_fin": True, "has_place": True,
        "aspects": frozenset({"mother", "father", "adoptability", "placement"}),
    }  # fmt: skip
    return Line(**{**whole, **fields})  # type: ignore[arg-type]


ASKS = {"child": True, "decided": True, "grounds": "g"}


def test_a_whole_line_has_no_mark() -> None:
    assert marks_of(line(), ASKS, ON, 12, care=True) == []


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"fresh_on": date(2025, 5, 31)}, "stale"),
        ({"valid_until": date(2026, 5, 31)}, "run_out"),
        ({"born": BirthDate(date(2008, 6, 1))}, "grown_up"),
        ({"decided": False}, "undecided"),
        ({"ground": ""}, "groundless"),
        ({"born": None}, "birth"),
        ({"born": BirthDate.of_year(2014)}, "birth"),
        ({"has_fin": False}, "fin"),
        ({"has_place": False}, "place"),
        ({"aspects": frozenset({"mother", "adoptability", "placement"})}, "parents"),
        ({"aspects": frozenset({"mother", "father", "placement"})}, "adoptability"),
        ({"aspects": frozenset({"mother", "father", "adoptability"})}, "placement"),
    ],
)
def test_each_gap_has_its_mark(fields: dict[str, object], mark: str) -> None:
    assert marks_of(line(**fields), ASKS, ON, 12, care=True) == [mark]
    assert mark in MARKS


def test_what_a_status_does_not_ask_is_not_missed() -> None:
    bare = line(decided=False, ground="", aspects=frozenset())
    assert marks_of(bare, {}, ON, 12) == []


def test_there_are_three_registers_and_the_three_statuses_of_the_law_are_apart() -> None:
    assert list(REGISTERS) == ["parental-care", "unsupervised", "groups"]
    assert REGISTERS["unsupervised"].statuses == ("neglected", "homeless_minor", "endangered")
    assert REGISTERS["parental-care"].care
