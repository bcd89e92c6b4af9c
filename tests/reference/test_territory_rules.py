"""Keys, endings, words of kind, distance: no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.reference.territory import rules


@pytest.mark.parametrize("written", ["Lənkəran", "Lenkeran", "LƏNKƏRAN", "lənkǝran", "Лəнкəран"])
def test_a_name_without_its_letters_has_the_same_key(written):
    assert rules.place_key(written) == "lankaran"


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("kangarlida", "kangarli"),
        ("qubadan", "quba"),
        ("bakinin", "baki"),
        ("sumqayitin", "sumqayit"),
        ("qubaya", "quba"),
    ],
)
def test_the_endings_of_case_are_seen_through(word, stem):
    assert stem in rules.without_ending(word)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("sahari", "city"),
        ("saharinda", "city"),
        ("rayonu", "rayon"),
        ("rayonunda", "rayon"),
        ("r nu", "rayon"),
        ("qasabasi", "township"),
        ("qasabasindan", "township"),
        ("kandinda", "village"),
        ("mikrorayon", None),
        ("saharli", None),
    ],
)
def test_words_of_kind(word, kind):
    assert rules.kind_word(word) == kind


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_distance_is_mutual_and_zero_only_for_the_same(one, other):
    assert rules.distance(one, other, 3) == rules.distance(other, one, 3)
    assert (rules.distance(one, other, 3) == 0) == (one == other)


def test_distance_counts_changed_added_dropped_and_swapped_letters():
    assert rules.distance("quba", "qubo", 2) == 1
    assert rules.distance("quba", "qubba", 2) == 1
    assert rules.distance("quba", "qbua", 2) == 1
    assert rules.distance("quba", "saki", 2) == 3
