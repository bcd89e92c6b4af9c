"""Who must be told of an incident, sentence by sentence."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from himaya.hotline.incidents import rules
from himaya.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("kind", "told", "owed"),
    [
        ("sexual", [], ["police", "prosecutor", "doctor"]),
        ("sexual", ["doctor", "police"], ["prosecutor"]),
        ("other", [], []),
        ("no such kind", [], []),
    ],
)
def test_the_kind_names_who_must_be_told(kind: str, told: list[str], owed: list[str]) -> None:
    assert rules.bodies_owed(kind, told) == owed


@pytest.mark.parametrize(
    ("precision", "hours", "good"),
    [("exact", -1, True), ("exact", 1, False), ("exact", None, False), ("unknown", None, True), ("unknown", -1, False)],
)  # fmt: skip
def test_a_moment_goes_with_its_precision(precision: str, hours: int | None, good: bool) -> None:
    now = clock.now()
    at = now + timedelta(hours=hours) if hours else None
    assert bool(rules.may_have_happened(at, precision, now)) == good


def test_nobody_is_left_without_an_answer() -> None:
    def incident(*answers: str) -> Any:
        rows = [SimpleNamespace(answer=answer, body="police") for answer in answers]
        return SimpleNamespace(kind="other", notices=SimpleNamespace(all=lambda: rows))

    assert rules.bodies_have_answered(incident("registered"), {})
    assert not rules.bodies_have_answered(incident("registered", ""), {})
    assert rules.bodies_were_told(incident(), {})
