"""When two records may become one, and which is kept."""

from datetime import date

from himaya.kit.periods import BirthDate
from himaya.registry.merging.rules import Kinship, Standing, Two, keeps, may_merge, may_undo, needs_second

CHILD, ADULT = BirthDate(date(2014, 3, 5)), BirthDate(date(1985, 1, 1))


def test_two_records_of_one_person_become_one() -> None:
    assert may_merge(Two(1, 2), "")
    assert not needs_second(Two(1, 2))


def test_a_record_is_not_merged_with_itself_nor_twice() -> None:
    assert not may_merge(Two(1, 1), "x", "second")
    assert not may_merge(Two(1, 2, is_gone=True), "x", "second")


def test_parent_and_child_are_two_whoever_agrees() -> None:
    for kind in ("mother", "father", "parent", "child"):
        assert not may_merge(Two(1, 2, ties=frozenset({kind})), "x", "second")


def test_twins_and_relatives_by_record_need_a_reason_and_a_second_person() -> None:
    for two in (Two(1, 2, ties=frozenset({"twin"})), Two(1, 2, twins_by_birth=True)):
        assert needs_second(two)
        assert not may_merge(two, " ", "second")
        assert not may_merge(two, "one girl, entered twice")
        assert may_merge(two, "one girl, entered twice", "second")


def test_no_parent_becomes_younger_than_the_child() -> None:
    assert may_merge(Two(1, 2, born=CHILD, kin=(Kinship("mother", ADULT), Kinship("mother", None))), "")
    assert not may_merge(Two(1, 2, born=CHILD, kin=(Kinship("child", ADULT),)), "")
    assert not may_merge(Two(1, 2, born=ADULT, kin=(Kinship("father", CHILD),)), "")
    assert may_merge(Two(1, 2, born=None, kin=(Kinship("father", CHILD),)), "")


def test_the_more_guarded_is_kept_then_who_has_a_fin_then_the_older() -> None:
    assert keeps(Standing(1, 0, True), Standing(2, 1)) == 2
    assert keeps(Standing(1, 0), Standing(2, 0, True)) == 2
    assert keeps(Standing(2, 0), Standing(1, 0)) == 1


def test_a_merge_is_undone_once_and_with_a_reason() -> None:
    assert may_undo(True, "two girls")
    assert not may_undo(True, " ")
    assert not may_undo(False, "two girls")
