"""Weighing two records, and whose word counts."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.kit.periods import BirthDate
from himaya.registry.adjudication.rules import (
    Facts,
    another_person,
    is_risky,
    kappa,
    likelihood,
    may_judge,
    weigh,
    with_low_score,
)

GIRL = Facts(
    "Əliyeva",
    "Nigar",
    "Həsən",
    "female",
    BirthDate(date(2014, 3, 5)),
    frozenset({"5ABC7E7"}),
    frozenset({"+1"}),
    7,
)


def how(one: Facts, other: Facts) -> dict[str, str]:
    return {weight.field: weight.how for weight in weigh(one, other)}


def test_one_girl_in_another_spelling_is_likely_one() -> None:
    other = Facts("Aliyeva", "Nigyar", "Hasan", "female", GIRL.born, frozenset(), frozenset({"+2"}), 7)
    weights = weigh(GIRL, other)
    levels = {weight.field: weight.how for weight in weights}
    assert (levels["family_name"], levels["fin"], levels["place"], levels["phone"]) == (
        "same",
        "silent",
        "same",
        "other",
    )
    assert levels["given_name"] == "like"
    assert likelihood(weights) > 0.95
    assert weights[0].kept() == {"field": "fin", "how": "silent", "weight": 0.0}


def test_twins_are_not_likely_one_by_their_names_alone() -> None:
    twin = Facts(
        "Əliyeva", "Leyla", "Həsən", "female", GIRL.born, frozenset({"7ZZZ9Y9"}), frozenset({"+1"}), 7
    )
    assert likelihood(weigh(GIRL, twin)) < 0.95


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (BirthDate(date(2014, 3, 5)), "same"),
        (BirthDate(date(2014, 5, 3)), "swapped"),
        (BirthDate(date(2014, 3, 6)), "near"),
        (BirthDate(date(2010, 1, 1)), "other"),
        (BirthDate.of_year(2014), "near"),
        (BirthDate.of_year(2010), "other"),
        (None, "silent"),
    ],
)
def test_birth_dates_agree_swapped_nearly_or_not(other: Any, level: str) -> None:
    assert how(GIRL, Facts(born=other))["born"] == level


def test_names_and_numbers_agree_nearly_or_not() -> None:
    assert how(Facts("Quliyev"), Facts("Qulieva"))["family_name"] in ("like", "same")
    assert how(Facts("Nəzərova"), Facts("Babayeva"))["family_name"] == "other"
    assert how(Facts(given_name="Aqşin"), Facts(given_name="Aqşi"))["given_name"] == "like"
    assert how(Facts(given_name="Ara"), Facts(given_name="Ira"))["given_name"] in ("other", "like")
    assert how(GIRL, Facts(fins=frozenset({"5ABC7E8"})))["fin"] == "near"
    assert how(GIRL, Facts(fins=frozenset({"9XYZ1K1"})))["fin"] == "other"
    assert how(GIRL, Facts(fins=frozenset({"5ABC7E7"})))["fin"] == "same"
    assert how(GIRL, Facts(phones=frozenset({"+1"})))["phone"] == "same"
    assert how(GIRL, Facts(sex="male", place=8)) | {} == how(GIRL, Facts(sex="male", place=8))
    assert how(GIRL, Facts(sex="male"))["sex"] == "other"


def test_thin_evidence_is_a_risk() -> None:
    assert with_low_score(["twins"], 0.5, 95) == ["low_score", "twins"]
    assert with_low_score(["twins", "low_score"], 0.96, 95) == ["twins"]
    assert is_risky(SimpleNamespace(risks=["twins"]))
    assert not is_risky(SimpleNamespace(risks=[]))


def test_nobody_judges_the_same_pair_twice() -> None:
    assert another_person(None, {"by": 1, "before": [2]})
    assert not another_person(None, {"by": 1, "before": [1]})


def test_a_judgement_says_why_and_a_question_what() -> None:
    assert may_judge("same", "numbers", "")
    assert not may_judge("same", "", "surely")
    assert may_judge("ask", "", "What was her mother's name?")
    assert not may_judge("ask", "numbers", " ")
    assert not may_judge("perhaps", "numbers", "x")


def test_agreement_is_measured_beyond_chance() -> None:
    assert kappa([]) is None
    assert kappa([("same", "same")]) == 1.0
    assert kappa([("same", "same"), ("different", "different")]) == 1.0
    assert kappa([("same", "different"), ("different", "same")]) == -1.0
