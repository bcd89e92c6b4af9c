"""What the act of an emergency removal must say."""

from datetime import timedelta
from types import SimpleNamespace as Row
from typing import Any

import pytest

from himaya.cases.removal import rules
from himaya.kit import clock

WHOLE = {
    "child_id": 1, "grounds": ["life"], "danger": "Bıçaq", "agreed_with_id": 2, "decided_by_id": 1, "taken_from": "Ev",
    "present": "Polis", "condition": "Sağlam", "place": "shelter", "parents_told": "yes", "parents_words": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("guard", "without"),
    [
        (rules.child_is_named, {"child_id": None}), (rules.grounds_are_named, {"grounds": []}),
        (rules.grounds_are_named, {"danger": " "}), (rules.another_agreed, {"agreed_with_id": None}),
        (rules.another_agreed, {"agreed_with_id": 1}), (rules.act_is_written, {"taken_from": ""}),
        (rules.act_is_written, {"present": ""}), (rules.act_is_written, {"condition": ""}),
        (rules.place_is_written, {"place": ""}), (rules.parents_know, {"parents_told": ""}),
        (rules.parents_know, {"parents_told": "no"}),
    ],
)  # fmt: skip
def test_each_part_of_the_act_is_asked_for(guard: Any, without: dict[str, Any]) -> None:
    assert guard(Row(**WHOLE), {})
    assert not guard(Row(**{**WHOLE, **without}), {})


def test_parents_who_were_not_told_are_explained() -> None:
    assert rules.parents_know(Row(**{**WHOLE, "parents_told": "no", "parents_words": "Tapılmadılar"}), {})


def test_only_a_child_of_the_case_is_taken_by_it() -> None:
    case: Any = Row(pk=1)
    assert rules.may_be_taken(case, None)
    child: Any = Row(case_id=1, role="sibling", ended_at=None)
    assert rules.may_be_taken(case, child)
    for wrong in ({"case_id": 2}, {"role": "mother"}, {"ended_at": clock.now()}):
        other: Any = Row(**{**child.__dict__, **wrong})
        assert not rules.may_be_taken(case, other)


def test_nothing_was_carried_out_tomorrow() -> None:
    now = clock.now()
    assert rules.may_have_been_taken(None, now)
    assert rules.may_have_been_taken(now, now)
    assert not rules.may_have_been_taken(now + timedelta(minutes=1), now)
