"""A form whose record somebody else changed first: both texts stand side by side, each in words, none is lost."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from himaya.kit.forms import DateField, DateTimeField, Form, TextField


class Record:
    """As somebody else has just saved it."""

    version = 7


class Example(Form):
    """One field of each kind that can disagree."""

    aim = TextField(label="Aim")
    level = forms.ChoiceField(
        label="Level", choices=[("low", "Low"), ("high", "High")], widget=forms.RadioSelect()
    )
    kinds = forms.MultipleChoiceField(
        label="Kinds", choices=[("a", "First"), ("b", "Second")], widget=forms.CheckboxSelectMultiple()
    )
    due = DateField(label="Due", required=False)
    at = DateTimeField(label="At", required=False)
    heard = forms.BooleanField(label="Heard", required=False)
    same = forms.CharField(label="Same")


TYPED = "aim=my+words&level=high&kinds=a&due=05.03.2026&same=equal&_version=6"
SAVED: dict[str, Any] = {
    "aim": "their\r\nwords",
    "level": "low",
    "kinds": ["a", "b"],
    "due": date(2026, 3, 9),
    "heard": True,
    "same": "equal",
    "unknown": "never shown",
}


@pytest.fixture
def late() -> Example:
    form = Example(QueryDict(TYPED), version=6, saved=lambda record: SAVED)
    assert form.is_valid()
    with override("en"):
        form.fell_behind(Record())
    return form


def drawn(form: Form) -> str:
    with override("en"):
        return str(form)


def test_every_field_that_disagrees_is_told_in_words(late: Example) -> None:
    with override("en"):
        told = {name: (d.mine, d.theirs) for name, d in late.differences.items()}
    assert told == {
        "aim": ("my words", "their\nwords"),
        "level": ("High", "Low"),
        "kinds": ("First", "First, Second"),
        "due": ("05.03.2026", "09.03.2026"),
        "heard": ("No", "Yes"),
    }


def test_the_form_keeps_what_was_typed_and_is_sent_again_upon_what_is_saved(late: Example) -> None:
    page = drawn(late)
    assert ">\nmy words</textarea>" in page
    assert late.version == 7
    assert page.count("Saved now") == 5
    with override("en"):
        assert "Both versions are shown below" in str(late.non_field_errors()[0])


def test_a_press_takes_theirs_where_one_press_can(late: Example) -> None:
    with override("en"):
        taken = {name: d.take for name, d in late.differences.items()}
    assert taken == {
        "aim": "their\r\nwords",
        "level": "low",
        "kinds": None,
        "due": "09.03.2026",
        "heard": None,
    }
    assert drawn(late).count("data-take=") == 3


def test_where_nothing_of_the_form_was_changed_it_says_to_look_again() -> None:
    form = Example(QueryDict(TYPED), version=6, saved=lambda record: {})
    assert form.is_valid()
    form.fell_behind(Record())
    with override("en"):
        assert "Your text is kept: look again" in str(form.non_field_errors()[0])
    assert "Saved now" not in drawn(form)


def test_a_form_that_is_in_time_shows_nothing() -> None:
    form = Example(QueryDict(TYPED), version=6, saved=lambda record: SAVED)
    assert form.is_valid()
    assert form.differences == {}
    assert "Saved now" not in drawn(form)


def test_a_draft_goes_on_from_the_version_it_was_written_on() -> None:
    assert Example(initial={"aim": "half", "_version": "4"}, version=9).version == 4
    assert Example(initial={"aim": "half", "_version": "x"}, version=9).version == 9
    assert Example(initial={"aim": "half"}, version=9).version == 9
