"""Who may consent for whom, at what age; what stands in the place of consent."""

from types import SimpleNamespace
from typing import Any

import pytest

from himaya.registry.consent.rules import AgeLimits, may_consent, may_record, may_withdraw

LIMITS = AgeLimits(own=18, heard=10)


@pytest.mark.parametrize(
    ("given_by", "age", "purpose", "child_agrees", "may"),
    [
        ("self", 18, "share", None, True),
        ("self", 17, "share", None, False),
        ("self", 5, "assent", None, True),
        ("parent", 5, "assent", None, False),
        ("parent", 9, "share", None, True),
        ("parent", 10, "share", None, False),
        ("parent", 10, "share", True, True),
        ("parent", 10, "share", False, False),
        ("parent", 9, "share", False, True),
        ("parent", 18, "share", None, False),
        ("representative", 40, "share", None, True),
        ("self", None, "share", None, True),
        ("noted", 7, "share", None, True),
    ],
)
def test_a_child_is_spoken_for_and_from_ten_on_is_heard(
    given_by: str, age: int | None, purpose: str, child_agrees: bool | None, may: bool
) -> None:
    verdict = may_consent(
        given_by=given_by, age=age, purpose=purpose, child_agrees=child_agrees, limits=LIMITS
    )
    assert bool(verdict) is may
    assert may or str(verdict.reason)


def test_words_of_a_referral_need_no_form_but_say_who_spoke() -> None:
    said: dict[str, Any] = {"ground": "consent", "form": "", "given_by": "noted"}
    assert may_record(**said, giver_name="Ana")
    assert not may_record(**said, giver_name=" ")


def test_only_a_consent_is_withdrawn() -> None:
    assert may_withdraw(SimpleNamespace(ground="consent"), {})
    assert not may_withdraw(SimpleNamespace(ground="court"), {})
