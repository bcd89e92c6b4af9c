"""Whom one believes: a hand's choice, then the most trusted, then the newest."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from himaya.kit.errors import Refused
from himaya.kit.periods import BirthDate
from himaya.registry.rules import Details
from himaya.registry.sources.rules import (
    Told,
    agree,
    born_of,
    details_from,
    digest_of,
    facts_of,
    may_choose,
    may_cut,
    pick,
    picks,
    rank_on,
    read_facts,
)


def told(telling: int, rank: int, day: int, **facts: Any) -> Told:
    return Told(telling, telling, "source", rank, datetime(2026, 1, day, tzinfo=UTC), read_facts(facts))


def test_the_most_trusted_source_is_shown() -> None:
    said = [told(1, 95, 1, given_name="Nigar"), told(2, 40, 9, given_name="Nərgiz")]
    found = pick("given_name", said)
    assert found
    assert (found.telling, found.why, found.differ) == (1, "trusted", True)


def test_of_two_that_are_trusted_alike_the_newest_is_shown() -> None:
    said = [told(1, 60, 1, given_name="Nigar"), told(2, 60, 9, given_name="Nərgiz")]
    found = pick("given_name", said)
    assert found
    assert (found.telling, found.why, found.differ) == (2, "newest", True)


def test_a_hand_s_choice_comes_before_trust_and_settles_the_difference() -> None:
    said = [told(1, 95, 1, given_name="Nigar"), told(2, 40, 9, given_name="Nərgiz")]
    found = pick("given_name", said, 2)
    assert found
    assert (found.telling, found.value, found.why, found.differ) == (2, "Nərgiz", "hand", False)


def test_a_hand_may_say_that_there_is_none() -> None:
    said = [told(1, 95, 1, died_on=date(2026, 1, 1)), told(2, 60, 2, died_on=None)]
    taken, ruled = pick("died_on", said, 2), pick("died_on", said)
    assert taken
    assert (taken.value, taken.why) == (None, "hand")
    assert ruled
    assert ruled.value == "2026-01-01"


def test_who_alone_speaks_is_shown_and_who_says_nothing_is_not_asked() -> None:
    said = [told(1, 10, 1, given_name="Nigar"), told(2, 95, 2, given_name="")]
    found = pick("given_name", said)
    assert found
    assert (found.telling, found.why) == (1, "only")
    assert pick("language", said) is None
    silent = pick("given_name", said[1:])
    assert silent
    assert (silent.telling, silent.value) == (2, None)


def test_of_spellings_that_agree_the_one_with_our_letters_is_shown() -> None:
    said = [told(1, 60, 1, family_name="Süleymanova"), told(2, 60, 9, family_name="Suleymanova")]
    found = pick("family_name", said)
    assert found
    assert (found.value, found.why) == ("Süleymanova", "agreed")
    trusted = pick("family_name", [said[0], told(2, 95, 9, family_name="Suleymanova")])
    assert trusted
    assert trusted.value == "Suleymanova", "a more trusted source is believed letter by letter"


def test_spelling_is_no_difference_and_a_year_holds_a_day() -> None:
    said = [told(1, 95, 1, given_name="Nərgiz"), told(2, 40, 9, given_name="NARGIZ")]
    found = pick("given_name", said)
    assert found
    assert (found.why, found.differ) == ("agreed", False)
    exact, year = (
        read_facts({"born": BirthDate(date(2014, 3, 5))}),
        read_facts({"born": BirthDate.of_year(2014)}),
    )
    assert agree("born", exact["born"], year["born"])
    assert not agree("born", exact["born"], read_facts({"born": BirthDate.of_year(2015)})["born"])
    assert not agree("born", exact["born"], None)
    assert agree("sex", "female", "female")


def test_a_twin_stays_a_twin_unless_a_human_says_otherwise() -> None:
    said = [told(1, 20, 1, multiple_birth=True), told(2, 95, 2, multiple_birth=False)]
    found = pick("multiple_birth", said)
    assert found
    assert (found.value, found.differ) == (True, False)
    by_hand = pick("multiple_birth", said, 2)
    assert by_hand
    assert by_hand.value is None
    assert details_from(Details(multiple_birth=True), {"multiple_birth": by_hand}).multiple_birth is False


def test_the_view_puts_in_what_is_told_and_leaves_the_rest() -> None:
    before = Details("Əliyeva", "Nigar", "Həsən", "female", BirthDate(date(2014, 3, 5)), language="az")
    view = picks(
        [
            told(
                1,
                95,
                1,
                given_name="Nərgiz",
                born=BirthDate.of_year(2014),
                sex="unknown",
                died_on=date(2026, 1, 2),
            )
        ],
        {},
    )
    after = details_from(before, view)
    assert (after.family_name, after.given_name, after.born, after.sex, after.died_on, after.language) == (
        "Əliyeva", "Nərgiz", BirthDate.of_year(2014), "unknown", date(2026, 1, 2), "az",
    )  # fmt: skip
    assert details_from(before, {}) == before
    own = [Told(1, 1, "own", 60, datetime(2026, 1, 1, tzinfo=UTC), facts_of(before))]
    assert details_from(before, picks(own, {})) == before


def test_facts_are_kept_tidy_and_the_same_facts_have_the_same_digest() -> None:
    facts = read_facts(
        {
            "given_name": "  Nigar ",
            "fin": "5o11abc",
            "papers": {"id_card": "aa 1234567"},
            "phones": ["+994501112233", "+994501112233"],
            "lives": {"place": "AZ-MAS", "line": " Nizami 3 "},
            "died_on": "2026-01-02",
            "born": {"day": "2014-03-05", "precision": "exact"},
            "note": None,
        }
    )
    assert facts["given_name"] == "Nigar"
    assert facts["papers"] == {"id_card": "AA1234567"}
    assert facts["phones"] == ["+994501112233"]
    assert facts["lives"] == {"place": "AZ-MAS", "line": "Nizami 3"}
    assert facts["note"] == ""
    assert born_of(facts["born"]) == BirthDate(date(2014, 3, 5))
    assert born_of(None) is None
    assert digest_of(facts) == digest_of(read_facts(dict(reversed(list(facts.items())))))


@pytest.mark.parametrize(
    "facts",
    [
        {"shoe_size": 37},
        {"sex": "girl"},
        {"born": {"day": "2014-02-30", "precision": "exact"}},
        {"born": {"day": "2014-02-03", "precision": "hour"}},
        {"born": {"day": "2014-02-03"}},
        {"died_on": 7},
        {"life": "asleep"},
        {"papers": 7},
    ],
)
def test_a_fact_that_cannot_be_read_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        read_facts(facts)


@pytest.mark.parametrize(
    ("empty", "kept"),
    [
        ({"born": ""}, {"born": None}),
        ({"born": None, "died_on": ""}, {"born": None, "died_on": None}),
        ({"sex": "unknown"}, {"sex": ""}),
        ({"life": None}, {"life": ""}),
        ({"phones": None, "papers": None}, {"papers": {}, "phones": []}),
        ({}, {}),
    ],
)
def test_an_empty_fact_says_that_the_source_knows_of_none(
    empty: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert read_facts(empty) == kept


def test_trust_is_dated() -> None:
    trusts = [(date(2026, 6, 1), 80), (date(2020, 1, 1), 40)]
    assert rank_on(trusts, date(2026, 5, 31)) == 40
    assert rank_on(trusts, date(2026, 6, 1)) == 80
    assert rank_on(trusts, date(2019, 1, 1)) == 40
    assert rank_on([], date(2026, 1, 1)) == 0


def test_one_takes_only_what_a_source_says_now() -> None:
    said = {1: {"given_name": "Nigar"}}
    assert may_choose("given_name", said, 1)
    assert may_choose("given_name", said, None)
    assert not may_choose("given_name", said, 2)
    assert not may_choose("sex", said, 1)
    assert not may_choose("fin", said, 1)


def test_a_row_is_cut_once_with_a_reason_and_never_one_s_own_page() -> None:
    assert may_cut("health", False, "another girl")
    assert not may_cut("health", True, "another girl")
    assert not may_cut("health", False, "  ")
    assert not may_cut("own", False, "another girl")
