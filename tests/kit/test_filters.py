"""Fields of filters are drawn once for each choice, and never kept where they hold words of somebody."""

from typing import Any

import pytest
from django import forms
from django.utils import translation

from himaya.kit.forms import Form
from himaya.kit.templatetags import filters

pytestmark = pytest.mark.django_db


class Asking(Form):
    words = forms.CharField(label="Words", required=False)
    level = forms.ChoiceField(label="Level", required=False, choices=[("", "Any"), ("high", "High")])
    who = forms.ChoiceField(label="Who", required=False)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    filters.forget()


def drawn(typed: dict[str, str] | None, field: str, who: str = "Lalə") -> str:
    form = Asking(typed)
    form.offer("who", [("", "Any"), ("7", who)])
    return str(filters.filter_field(form[field]))


def test_a_field_looks_as_its_component_draws_it() -> None:
    form = Asking()
    assert drawn(None, "level") == str(form["level"].as_field_group())
    assert drawn(None, "words") == str(form["words"].as_field_group())


def test_each_choice_is_kept_by_itself() -> None:
    assert "selected" in drawn({"level": "high"}, "level")
    assert 'value="high" selected' not in drawn({"level": ""}, "level")
    assert 'value="high" selected' in drawn({"level": "high"}, "level")
    assert len(filters._kept) == 2


def test_words_that_were_typed_and_faults_are_never_kept() -> None:
    assert "Gülşən" in drawn({"words": "Gülşən"}, "words")
    assert "Gülşən" not in drawn({"words": ""}, "words")
    drawn({"level": "not there"}, "level")
    assert not any("Gülşən" in kept or "not there" in kept for kept in filters._kept.values())


def test_what_is_offered_to_one_is_not_shown_to_another() -> None:
    assert "Lalə" in drawn(None, "who")
    assert "Lalə" not in drawn(None, "who", who="Kənan")
    assert "Kənan" in drawn(None, "who", who="Kənan")


def test_each_language_and_each_version_has_its_own(monkeypatch: Any, settings: Any) -> None:
    for language in ("az", "en"):
        with translation.override(language):
            drawn(None, "level")
    assert len(filters._kept) == 2
    monkeypatch.setattr("himaya.reference.queries.version", lambda: 99)
    drawn(None, "level")
    assert len(filters._kept) == 3


def test_no_more_is_kept_than_has_room(monkeypatch: Any) -> None:
    monkeypatch.setattr(filters, "MOST", 1)
    drawn({"level": "high"}, "level")
    drawn({"level": ""}, "level")
    assert len(filters._kept) == 1
