"""A plan drawn over time from what its page has read: bands, and strands counted."""

from typing import Any

import pytest

from himaya.cases.models import Plan
from himaya.cases.plan.bands import bands_of, by_strand
from himaya.cases.plan.queries import lines_of
from himaya.kit import clock
from tests.cases.plan_cast import begin, ready

__all__ = ["begin", "ready"]


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_the_plan_of_a_case_is_drawn_from_what_the_page_has_read(
    begin: Any, country: Any, acting_as: Any
) -> None:
    plan: Plan = begin()
    with acting_as(country["worker"]), clock.fixed("2026-03-02T10:00"):
        lines = lines_of(plan)
        drawn = bands_of(plan, lines)
        assert drawn.drawing is not None
        assert len(drawn.drawing.bars) == sum(len(goal.actions) for goal in lines)
        assert by_strand(lines) == [("Social protection", len(lines), 0)]
        assert bands_of(plan, []).drawing is None
