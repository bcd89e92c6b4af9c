"""When a source's row is joined to a person without a human."""

from datetime import date

import pytest
from django.utils import translation

from himaya.kit.periods import BirthDate
from himaya.registry.adjudication.rules import Facts
from himaya.registry.linkage.queries import probability_of
from himaya.registry.linkage.rules import FEWEST, fits, is_good_enough, may_train
from himaya.registry.matching.rules import is_worth_asking, may_join_row

PERSON = Facts(
    "Əliyeva", "Nigar", "Həsən", "female", BirthDate(date(2014, 3, 5)), frozenset({"5A1B2C3"}), frozenset({"+994501112233"})
)  # fmt: skip
FIN = frozenset({"5A1B2C3"})


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("row", "bearers", "why"),
    [
        (Facts(fins=FIN, given_name="Nigar"), 1, ""),
        (Facts(fins=FIN, phones=frozenset({"+994501112233"})), 1, ""),
        (Facts(fins=FIN, family_name="Məmmədova", born=BirthDate(date(2014, 5, 3))), 1, "Only the FIN"),
        (Facts(fins=frozenset({"OOO"}), given_name="Nigar"), 1, "no valid FIN"),
        (Facts(fins=FIN, given_name="Nigar"), 2, "More than one person"),
        (Facts(fins=FIN, given_name="Nigar"), 0, "More than one person"),
        (Facts(fins=frozenset({"7XYZ123"}), given_name="Nigar"), 1, "The FIN is another"),
        (Facts(fins=FIN, family_name="Əliyeva", given_name="Leyla"), 1, "another person's"),
        (Facts(fins=FIN, given_name="Nigar", born=BirthDate(date(1984, 7, 9))), 1, "another person's"),
        (Facts(fins=FIN, given_name="Nigar", sex="male"), 1, "another person's"),
        (Facts(fins=FIN), 1, "Only the FIN"),
    ],
)
def test_a_row_is_joined_on_a_valid_fin_and_one_more_fact_that_agrees(row, bearers, why):
    verdict = may_join_row(row, PERSON, bearers)
    assert bool(verdict) is not bool(why)
    assert why in str(verdict.reason)


def test_pairs_are_put_before_people_from_the_norm_on():
    assert is_worth_asking(0.5, 50)
    assert not is_worth_asking(0.4999, 50)


def test_a_model_learns_from_enough_people_and_is_published_after_a_good_trial():
    class Model:
        shape = "a"
        report = {"twins_certain": 0, "precision_certain": 0.9996, "f1": 0.96}

    assert may_train(FEWEST)
    assert "learns from" in str(may_train(FEWEST - 1).reason)
    assert is_good_enough(Model, {})
    assert fits(Model, "a")
    assert "another release" in str(fits(Model, "b").reason)
    for worse in ({"twins_certain": 1}, {"precision_certain": 0.999}, {"f1": 0.94}, {"f1": None}):
        held = {k: v for k, v in (Model.report | worse).items() if v is not None}
        assert not is_good_enough(type("Worse", (), {"report": held}), {})


def test_bits_become_a_probability():
    assert probability_of(0) == 0.5
    assert probability_of(1e6) == pytest.approx(1)
    assert probability_of(-1e6) == pytest.approx(0)
