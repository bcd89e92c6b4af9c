"""Who approves a form, in which language it must be whole, and from which day it is used."""

from datetime import date
from typing import Any

import pytest

from himaya.instruments.models import FormVersion
from himaya.instruments.xforms import rules
from himaya.kit.errors import Refused

TODAY = date(2026, 3, 10)


class Person:
    def __init__(self, pk: int) -> None:
        self.pk = pk


def version(**given: Any) -> FormVersion:
    whole = {"languages": ["Azərbaycan (az)"], "missing": {"Azərbaycan (az)": 0}, "brought_by_id": 1}
    return FormVersion(**(whole | given))


@pytest.mark.parametrize(
    ("given", "by", "said"),
    [
        ({}, 2, ""),
        ({}, 1, "You brought this form"),
        ({"status": "approved"}, 2, "decided on before"),
        ({"languages": ["English (en)"], "missing": {}}, 2, "does not speak Azerbaijani"),
        ({"missing": {"Azərbaycan (az)": 3}}, 2, "3 questions and choices"),
    ],
)
def test_a_form_is_approved_by_somebody_else_and_whole_in_azerbaijani(
    given: dict[str, Any], by: int, said: str
) -> None:
    verdict = rules.may_approve(version(**given), Person(by))
    assert bool(verdict) is not bool(said)
    assert said in str(verdict.reason)
    if said:
        with pytest.raises(Refused, match=said[:10]):
            rules.require_approval(version(**given), Person(by))
    else:
        rules.require_approval(version(**given), Person(by))


def test_a_form_is_retired_once() -> None:
    rules.require_retirement(version(status="approved"))
    with pytest.raises(Refused):
        rules.require_retirement(version(status="retired"))


def test_a_form_begins_today_or_later_and_after_every_other_version() -> None:
    assert rules.may_begin(TODAY, TODAY, False)
    assert not rules.may_begin(date(2026, 3, 9), TODAY, False)
    assert not rules.may_begin(TODAY, TODAY, True)


def test_languages_are_known_by_code_or_name() -> None:
    assert rules.language_code("Azərbaycan (az)") == "az"
    assert rules.language_code("English") == "en"
    assert rules.language_code("Русский") == "ru"
    assert rules.language_code("Deutsch") == ""
    assert rules.spoken(["English (en)", "Azərbaycan (az)"], "az") == "Azərbaycan (az)"
    assert rules.spoken(["English (en)"], "az") == "English (en)"
    assert rules.spoken([], "az") == ""


@pytest.mark.django_db
def test_limits_are_norms() -> None:
    found = rules.sizes(TODAY)
    assert (found.megabytes, found.rows, found.apart.seconds) == (5, 2000, 20)
    assert rules.limits(TODAY).entries == 500
    assert rules.answer_megabytes(TODAY) == 2
