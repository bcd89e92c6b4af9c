"""What people judged shifts the model's weights, and no more than it may."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.registry.linkage.calibration import FEWEST_LABELS, FEWEST_OF_EITHER, MOST_BITS, shift_of, shifted
from himaya.registry.linkage.recipe import PEOPLE

WEIGHTS = st.floats(-30, 30)
LABELS = st.lists(st.tuples(WEIGHTS, st.booleans()), min_size=FEWEST_LABELS, max_size=120)


def labels(off: float, count: int = 4000, seed: int = 3) -> list[tuple[float, bool]]:
    """Judged pairs of a model whose weights are `off` bits too low."""
    dice = random.Random(seed)
    weights = [dice.uniform(-3, 12) for _ in range(count)]
    return [(w, dice.random() < 1 / (1 + math.pow(2, -(w + off)))) for w in weights]


@pytest.mark.parametrize("off", [-2.0, -0.7, 0.0, 1.5])
def test_the_shift_is_what_the_weights_were_off(off: float) -> None:
    assert shift_of(labels(off)) == pytest.approx(off, abs=0.25)


def test_few_labels_or_one_answer_alone_teach_nothing() -> None:
    assert shift_of([]) == 0
    assert shift_of(labels(-2)[: FEWEST_LABELS - 1]) == 0
    assert shift_of([(3.0, False)] * 200) == 0
    assert shift_of([(3.0, False)] * 200 + [(3.0, True)] * (FEWEST_OF_EITHER - 1)) == 0


def test_the_shift_has_a_limit() -> None:
    limit = pytest.approx(MOST_BITS, abs=1e-5)
    assert -shift_of([(15.0, False)] * 500 + [(15.0, True)] * FEWEST_OF_EITHER) == limit
    assert shift_of([(-15.0, True)] * 500 + [(-15.0, False)] * FEWEST_OF_EITHER) == limit


@given(LABELS)
def test_it_always_ends_within_its_limit(judged: list[tuple[float, bool]]) -> None:
    assert -MOST_BITS <= shift_of(judged) <= MOST_BITS


@given(LABELS, st.integers(0, FEWEST_LABELS - 1))
def test_one_more_same_never_lowers_it(judged: list[tuple[float, bool]], at: int) -> None:
    held = [(2.0, True), (2.0, False)] * FEWEST_OF_EITHER
    less = [*held, *judged[:at], (judged[at][0], False), *judged[at + 1 :]]
    more = [*held, *judged[:at], (judged[at][0], True), *judged[at + 1 :]]
    assert shift_of(more) >= shift_of(less) - 1e-6


@given(st.floats(-MOST_BITS, MOST_BITS))
def test_a_shifted_model_weighs_so_many_bits_more_everywhere(bits: float) -> None:
    model = PEOPLE.start
    other = shifted(model, bits, 60)
    assert other.prior_weight == pytest.approx(model.prior_weight + bits, abs=1e-6)
    assert other.for_database()["prior"] == pytest.approx(model.for_database()["prior"] + bits, abs=1e-6)
    assert other.for_database()["bits"] == model.for_database()["bits"]
    assert other.trained_on["labels"] == 60
