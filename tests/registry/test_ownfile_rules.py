"""The person's own file: who may ask, who may stand for a child, what never goes out."""

from types import SimpleNamespace
from typing import Any

import pytest

from himaya.registry.ownfile.parts import Asker
from himaya.registry.ownfile.rules import (
    BLANK,
    Standing,
    identity_is_checked,
    may_ask,
    may_give,
    may_let_out,
    may_stand_for,
    may_withhold,
    without_others,
    without_words,
)


@pytest.mark.parametrize(
    ("asked_as", "age", "sealed", "may"),
    [
        ("self", 30, False, True),
        ("self", 10, False, True),
        ("self", 9, False, False),
        ("self", None, False, True),
        ("parent", 9, False, True),
        ("parent", 18, False, False),
        ("parent", None, False, True),
        ("representative", 40, False, True),
        ("self", 30, True, False),
    ],
)
def test_who_may_ask_for_a_file(asked_as: str, age: int | None, sealed: bool, may: bool) -> None:
    assert bool(may_ask(asked_as=asked_as, age=age, own=18, heard=10, sealed=sealed)) is may


def test_nobody_who_is_a_danger_or_has_lost_the_rights_sees_a_childs_file() -> None:
    assert may_stand_for(Standing())
    assert not may_stand_for(Standing(suspected=True))
    assert not may_stand_for(Standing(rights_removed=True))


def test_a_paper_is_seen_before_anything_is_made() -> None:
    assert not identity_is_checked(SimpleNamespace(identity="", checked_at=None), {})
    assert identity_is_checked(SimpleNamespace(identity="id_card", checked_at="now"), {})


@pytest.mark.parametrize(
    ("form", "given_as", "age", "may"),
    [
        ("full", "self", 14, True),
        ("full", "self", 13, False),
        ("summary", "self", 13, True),
        ("full", "parent", 13, True),
        ("full", "self", None, True),
    ],
)
def test_a_young_child_is_given_plain_words(form: str, given_as: str, age: int | None, may: bool) -> None:
    assert bool(may_give(form=form, given_as=given_as, age=age, full_from=14)) is may


@pytest.mark.parametrize(
    ("withheld", "text", "may"),
    [
        ("unread", "x", True),
        ("harm", "x", True),
        ("reporter", "", False),
        ("hotline_words", "x", False),
        ("harm", "", False),
    ],
)
def test_the_reporter_and_words_to_the_hotline_are_opened_by_nobody(
    withheld: str, text: str, may: bool
) -> None:
    line = SimpleNamespace(withheld=withheld, for_good=not text)
    assert bool(may_let_out(line)) is may
    assert bool(may_withhold(line)) is bool(text)


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("Vaqif kişi qapını döydü", f"{BLANK} kişi qapını döydü"),
        ("VAQİFİN dediyinə görə", f"{BLANK} dediyinə görə"),
        ("Quliyevlər gəldi", f"{BLANK} gəldi"),
        ("Nigar Əliyeva məktəbdədir", "Nigar Əliyeva məktəbdədir"),
        ("Zəng: +994 50 321 45 67, a@b.az", f"Zəng: {BLANK}, {BLANK}"),
        ("FİN 5A0B1CD yazılıb", f"FİN {BLANK} yazılıb"),
        ("Yaxşı oxuyur, 12 yaşı var", "Yaxşı oxuyur, 12 yaşı var"),
        ("Ən çox ana ilə danışır", "Ən çox ana ilə danışır"),
    ],
)
def test_free_words_lose_the_names_and_numbers_of_others(told: str, left: str) -> None:
    names = ["Quliyev Vaqif", "Əliyeva An"]
    assert without_others(told, names, ["Əliyeva Nigar Həsən"]) == left


def test_words_are_blanked_however_they_are_written() -> None:
    assert without_words("Bibisi gəldi, bibisi getdi", "bibisi") == f"{BLANK} gəldi, {BLANK} getdi"


def test_who_asks_is_known_by_record_or_by_both_names() -> None:
    one: Any = SimpleNamespace(pk=1, family_name="Quliyev", given_name="Vaqif")
    other: Any = SimpleNamespace(pk=2, family_name="Quliyev", given_name="Vaqif")
    assert Asker(one).may_be(one)
    assert not Asker(one).may_be(other)
    assert Asker(None, "vaqif QULIYEV").may_be(one)
    assert not Asker(None, "Quliyev Anar").may_be(one)
    assert not Asker(None).may_be(one)
