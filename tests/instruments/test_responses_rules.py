"""What keeps answers from being submitted, decided on the server."""

import json
from typing import Any

import pytest

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
