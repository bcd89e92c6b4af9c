"""What people judged, brought back into the model: one number of bits by which its weights are shifted.

People judge the pairs that the model holds for likely, so their share of “same” at each weight is known where it
matters and nowhere else. A shift of the prior is all that such labels can teach safely: the levels stay as they were
learned, twins and strangers keep their distance (Platt, 1999, with the slope held at one).
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from himaya.registry.linkage.model import Model

# Judged pairs of either answer that there must be: of fewer, chance speaks.
FEWEST_LABELS, FEWEST_OF_EITHER = 50, 5
# How surely the model is right before it is asked: a standard deviation, in bits.
TRUST_BITS = 2.0
# No further, whatever was judged: a register whose labels say more has another fault.
MOST_BITS = 4.0
# Bits beyond which a pair says the same as any other.
BEYOND = 20.0
CLOSE = 1e-6


def shift_of(judged: Sequence[tuple[float, bool]]) -> float:
    """Bits to add to every weight, from (weight, whether people held the two for one). 0 where there is too little to
    learn from."""
    ones = sum(same for _weight, same in judged)
    if len(judged) < FEWEST_LABELS or min(ones, len(judged) - ones) < FEWEST_OF_EITHER:
        return 0.0
    low, high = -MOST_BITS, MOST_BITS
    while high - low > CLOSE:  # the likelihood is concave: its slope falls and meets zero once
        middle = (low + high) / 2
        low, high = (middle, high) if _slope(judged, middle) > 0 else (low, middle)
    return (low + high) / 2


def _slope(judged: Sequence[tuple[float, bool]], shift: float) -> float:
    """Of the logarithm of the likelihood of what was judged, at a shift, in bits."""
    expected = sum(1 / (1 + 2.0 ** -(max(min(weight, BEYOND), -BEYOND) + shift)) for weight, _same in judged)
    return math.log(2) * (sum(same for _weight, same in judged) - expected) - shift / TRUST_BITS**2


def shifted(model: Model, bits: float, labels: int) -> Model:
    """The model with so many bits more before anything is compared; it says from how many labels."""
    weight = model.prior_weight + bits
    return replace(
        model,
        prior=1 / (1 + 2.0**-weight),
        trained_on=model.trained_on | {"labels": labels, "shift": round(bits, 3)},
    )
