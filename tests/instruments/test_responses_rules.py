"""What keeps answers from being submitted, decided on the server."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.instruments.library.actions import DATA
from himaya.instruments.library.definition import Definition, read
from himaya.instruments.responses.rules import digest_of, fit, problems


@pytest.fixture
def review() -> Definition:
    return read(json.loads((DATA / "review-1.json").read_text(encoding="utf-8")))


WHOLE: dict[str, Any] = {
    "child_seen": "alone",
    "child_view": "Yaxşıdır.",
    "safety_change": "better",
    "care_change": "better",
    "health_change": "same",
    "education_change": "same",
    "new_harm": "no",
    "works": "Dərslər",
    "family_view": "Razıdır",
    "best_interests": "Evdə qalmaq",
}
GIVEN = {"age": 11, "view": "obligatory"}


def test_whole_answers_have_no_problems(review: Definition) -> None:
    assert problems(review, WHOLE, GIVEN) == {}


@pytest.mark.parametrize("missing", sorted(set(WHOLE)))
def test_each_required_answer_is_asked_for(review: Definition, missing: str) -> None:
    assert missing in problems(review, {**WHOLE, missing: ""}, GIVEN)


def test_a_small_child_s_view_may_be_missing(review: Definition) -> None:
    assert problems(review, {**WHOLE, "child_view": ""}, {"age": 6, "view": "none"}) == {}


def test_what_cannot_be_chosen_is_refused(review: Definition) -> None:
    assert problems(review, {**WHOLE, "new_harm": "perhaps"}, GIVEN).keys() == {"new_harm"}
    assert problems(review, {**WHOLE, "new_harm": ["no", "yes"]}, GIVEN).keys() == {"new_harm"}


def test_an_answer_that_does_not_apply_is_neither_asked_nor_kept(review: Definition) -> None:
    assert "new_harm_what" in problems(review, {**WHOLE, "new_harm": "yes"}, GIVEN)
    smuggled = {**WHOLE, "new_harm_what": "hidden", "unheard_of": "x"}
    assert problems(review, smuggled, GIVEN) == {}
    assert fit(review, smuggled, GIVEN) == WHOLE


def numbers(**bounds: int) -> Definition:
    """A questionnaire of one number, asked only in a section of its own."""
    question = {"name": "days", "type": "integer", "label": ["g"] * 3, **bounds}
    section = {"name": "s", "label": ["s"] * 3, "relevant": "${goes} = 'yes'", "questions": [question]}
    return read({"given": ["goes"], "sections": [section]})


@pytest.mark.parametrize(
    ("bounds", "typed", "said"),
    [
        ({"low": 0, "high": 31}, 0, None),
        ({"low": 0, "high": 31}, 31, None),
        ({"low": 0, "high": 31}, 32, "Write a number from 0 to 31."),
        ({"low": 0, "high": 31}, -1, "Write a number from 0 to 31."),
        ({"low": 1}, 0, "Write a number of at least 1."),
        ({"low": 1}, 400, None),
        ({"high": 7}, 8, "Write a number of at most 7."),
        ({"high": 7}, -3, None),
        ({}, 99, None),
        ({}, "on", "Write a whole number."),
        ({}, "", None),
    ],
)
def test_a_number_lies_within_its_bounds(bounds: dict[str, int], typed: Any, said: str | None) -> None:
    assert problems(numbers(**bounds), {"days": typed}, {"goes": "yes"}).get("days") == said


def test_a_section_that_does_not_apply_asks_nothing_and_keeps_nothing() -> None:
    assert problems(numbers(high=7), {"days": 99}, {"goes": "no"}) == {}
    assert fit(numbers(high=7), {"days": 99}, {"goes": "no"}) == {}


NAMES = st.sampled_from([*WHOLE, "new_harm_what", "child_not_seen_why", "unheard_of"])
TYPED = st.dictionaries(NAMES, st.sampled_from(["", "yes", "no", "alone", "better", "Söz", None, []]))


@given(typed=TYPED, view=st.sampled_from(["obligatory", "possible", "none"]))
def test_what_is_kept_is_kept_again_and_asks_for_nothing_new(typed: dict[str, Any], view: str) -> None:
    review = read(json.loads((DATA / "review-1.json").read_text(encoding="utf-8")))
    given = {"age": 11, "view": view}
    kept = fit(review, typed, given)
    assert fit(review, kept, given) == kept
    assert problems(review, kept, given) == problems(review, typed, given)
    assert not set(kept.values()) & {"", None}


def test_the_digest_proves_the_questions_the_facts_and_the_answers() -> None:
    first = digest_of("form", {"age": 1}, {"a": "1"})
    assert digest_of("form", {"age": 1}, {"a": "1"}) == first
    assert (
        len(
            {
                first,
                digest_of("other", {"age": 1}, {"a": "1"}),
                digest_of("form", {}, {"a": "1"}),
                digest_of("form", {"age": 1}, {}),
            }
        )
        == 4
    )
