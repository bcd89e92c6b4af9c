"""No copy to a suspected perpetrator, none with the child's own words: sentence by sentence."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation

from himaya.cases.casefile.process import CaseWork
from himaya.cases.plan.actions import LETTERS as FOLDER
from himaya.cases.plan.rules import another_reads, may_start
from himaya.cases.plan.sharing import carries_no_own_words, may_be_named, may_copy
from tests.cases.answers import OWN_WORDS


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("12 saylı məktəb, direktor Aynur Quliyeva", True),
        ("Əliyev Rəşad", False),
        ("RƏŞAD ƏLİYEV, valideyn", False),
        ("Rashad Aliyev", False),
        ("Рашад Алиев, отец", False),
        ("Rəşad Məmmədov", True),
        ("", True),
    ],
)
def test_a_typed_recipient_is_not_the_suspect_under_another_label(name: str, fine: bool) -> None:
    assert bool(may_be_named(name, ["Əliyev Rəşad"])) is fine


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("Uşağın nənə ilə vaxt keçirməsi", True),
        ("Uşaq dedi ki, gecələr atamın qışqırmasından çox qorxuram, ona görə psixoloq", False),
        ("GECƏLƏR ATAMIN QIŞQIRMASINDAN ÇOX QORXURAM", False),
        ("Nənəmlə qalmaq istəyirəm", False),
        ("qalmaq istəyirəm", True),
    ],
)
def test_the_child_s_own_words_are_recognised_wherever_they_stand(text: str, fine: bool) -> None:
    assert bool(carries_no_own_words([text], OWN_WORDS)) is fine


def test_nothing_said_hinders_nothing() -> None:
    assert carries_no_own_words(["Hər şey"], "")
    assert carries_no_own_words([], OWN_WORDS)


@pytest.mark.parametrize(
    ("status", "fine"), [("approved", True), ("draft", False), ("superseded", False), ("ended", False)]
)
def test_only_the_plan_in_force_is_copied(status: str, fine: bool) -> None:
    plan: Any = SimpleNamespace(status=status)
    assert bool(may_copy(plan)) is fine


@pytest.mark.parametrize(
    ("status", "may"),
    [
        ("accepted", False),
        ("registered", True),
        ("assessed", True),
        ("implementing", True),
        ("closed", False),
    ],
)
def test_a_plan_begins_once_the_child_is_registered(status: str, may: bool) -> None:
    case: Any = SimpleNamespace(status=status)
    assert bool(may_start(case)) is may


def test_nobody_approves_a_plan_of_their_own() -> None:
    plan: Any = SimpleNamespace(submitted_by_id=1)
    with translation.override("en"):
        assert "somebody else" in str(another_reads(plan, SimpleNamespace(pk=1)).reason)
    assert another_reads(plan, SimpleNamespace(pk=2))


def test_every_letter_says_the_same_in_three_languages() -> None:
    for key in {key for kind in CaseWork.variants.values() for key in kind.letters.values()}:
        wording = json.loads((FOLDER / f"{key}-1.json").read_text(encoding="utf-8"))["wording"]
        assert wording.keys() == {"az", "en", "ru"}
        assert wording["az"].keys() == wording["en"].keys() == wording["ru"].keys()
