"""What is measured of the data, and how shares are told."""

import pytest

from himaya.registry.quality.queries import OF_WHOM, SHORT
from himaya.registry.quality.rules import KINDS, MEASURES, Share, whole


@pytest.mark.parametrize(
    ("found", "of", "good"), [(0, 0, 100), (0, 8, 100), (1, 1000, 99), (1, 3, 66), (3, 3, 0)]
)
def test_a_hundred_of_a_hundred_only_where_nothing_falls_short(found: int, of: int, good: int) -> None:
    assert Share(found, of).good == good


def test_units_together_are_their_sums() -> None:
    assert whole([Share(1, 4), Share(2, 6)]) == Share(3, 10)
    assert whole([]) == Share(0, 0)


def test_every_measure_has_its_question_kind_and_remedy() -> None:
    assert set(MEASURES) == set(SHORT)
    assert set(OF_WHOM) <= set(SHORT)
    assert {measure.kind for measure in MEASURES.values()} == set(KINDS)
    assert all(measure.mend for measure in MEASURES.values())
