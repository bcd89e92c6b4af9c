"""Who is never blocked, and who always comes through."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.hotline.callers import rules
from himaya.hotline.callers.rules import Record
from himaya.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (Record(nuisance=9, grave=1), "grave danger"),
        (Record(nuisance=9, open=1), "is open"),
        (Record(nuisance=9, child=1), "a child spoke"),
        (Record(nuisance=9, unheard=1), "unable to speak"),
        (Record(nuisance=2), "at least 3"),
        (Record(nuisance=3), ""),
    ],
)
def test_a_distressed_child_is_never_blocked(record: Record, why: str) -> None:
    verdict = rules.may_block(record, clock.today())
    assert bool(verdict) == (not why)
    assert why in str(verdict.reason)


@pytest.mark.parametrize(("days", "good"), [(0, False), (1, True), (7, True), (8, False)])
def test_a_block_lasts_days(days: int, good: bool) -> None:
    assert bool(rules.may_block_so_long(days, clock.today())) == good


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("KÖMƏK", True), ("komek edin", True), ("Uşağı döyürlər", True), ("помогите пожалуйста", True),
        ("please help", True), ("salam necəsən", False), ("", False), ("😀😀", False),
    ],
)  # fmt: skip
def test_one_word_in_any_language_comes_through(text: str, heard: bool) -> None:
    assert rules.speaks_of_danger(text, clock.today()) == heard


@pytest.mark.parametrize(
    ("minutes", "pressed", "through"), [([], False, False), ([], True, True), ([5], False, False),
                                        ([5, 9], False, True), ([5, 61], False, False)],
)  # fmt: skip
def test_who_tries_again_and_again_comes_through(minutes: list[int], pressed: bool, through: bool) -> None:
    now = clock.now()
    earlier = [now - timedelta(minutes=m) for m in minutes]
    assert rules.is_let_through(pressed=pressed, text="", earlier=earlier, now=now) == through


def test_a_block_holds_only_while_it_stands_and_lasts() -> None:
    now = clock.now()

    def block(status: str, until: Any) -> Any:
        return SimpleNamespace(status=status, expires_at=until)

    assert rules.stands(block("standing", now + timedelta(1)), now)
    for one in (block("standing", now), block("standing", None), block("lifted", now + timedelta(1))):
        assert not rules.stands(one, now)


def test_another_person_decides() -> None:
    block = SimpleNamespace(proposed_by_id=1)
    assert rules.another_decides(block, SimpleNamespace(pk=2))
    assert not rules.another_decides(block, SimpleNamespace(pk=1))


def test_two_profiles_of_one_hotline_may_be_merged_and_no_others() -> None:
    def profile(pk: int, unit: int = 1, **more: Any) -> Any:
        given = {"merged_into_id": None, "caller_key": "k", **more}
        return SimpleNamespace(pk=pk, dossier=SimpleNamespace(unit_id=unit), **given)

    kept = profile(1)
    assert rules.may_merge(kept, profile(2), [])
    for other, blocks in (
        (kept, []),
        (profile(2, unit=2), []),
        (profile(2, merged_into_id=3), []),
        (profile(2, caller_key=""), []),
        (profile(2), [SimpleNamespace(profile=SimpleNamespace(known_as="x"))]),
    ):
        assert not rules.may_merge(kept, other, blocks)
