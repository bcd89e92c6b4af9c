"""Which cases may be linked, and when a child may get a case of its own."""

import pytest

from himaya.cases.models import Case
from himaya.cases.related import rules

pytestmark = pytest.mark.usefixtures("in_english")


def test_two_different_cases_are_linked_once_for_each_kind() -> None:
    assert rules.may_link(Case(pk=1), Case(pk=2), already=False)
    assert "already linked" in str(rules.may_link(Case(pk=1), Case(pk=2), already=True).reason)


def test_a_case_is_not_linked_to_itself_nor_to_one_that_was_joined_to_another() -> None:
    assert "same case" in str(rules.may_link(Case(pk=1), Case(pk=1), already=False).reason)
    joined = Case(pk=2, merged_into_id=3)
    assert "joined to another" in str(rules.may_link(Case(pk=1), joined, already=False).reason)


def test_a_link_ends_once() -> None:
    assert rules.may_end(False)
    assert "ended already" in str(rules.may_end(True).reason)


@pytest.mark.parametrize("status", rules.SPLITTABLE)
def test_a_case_is_split_while_its_worker_works_with_the_children(status: str) -> None:
    assert rules.may_split(Case(status=status, worker_id=7))


@pytest.mark.parametrize(
    ("status", "worker"), [("accepted", 7), ("closing", 7), ("screened_in", None), ("registered", None)]
)
def test_no_case_begins_without_an_owner_or_out_of_turn(status: str, worker: int | None) -> None:
    assert "registered children" in str(rules.may_split(Case(status=status, worker_id=worker)).reason)


def test_only_a_case_about_children_is_split() -> None:
    assert not rules.may_split(Case(kind="social_service", status="registered", worker_id=7))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((0, 2, [], []), "at least one child"),
        ((1, 1, ["Ülkər"], []), "Not in this case any more: Ülkər"),
        ((1, 0, [], []), "The last child stays"),
        ((1, 1, [], ["Missing child"]), "ends first: Missing child"),
    ],
)
def test_who_may_not_leave_is_told_why(said: tuple[int, int, list[str], list[str]], why: str) -> None:
    assert why in str(rules.children_may_leave(*said).reason)


def test_one_of_two_may_leave() -> None:
    assert rules.children_may_leave(1, 1, [], [])
