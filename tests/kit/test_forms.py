"""Our forms: cleaned text, Azerbaijani dates, keys and versions, and markup one can hear."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django import forms
from django.utils import translation

from himaya.kit import clock
from himaya.kit.forms import AnswerField, DateField, DateTimeField, Form, PickerField, TextField


class Example(Form):
    name = forms.CharField(label="Name", max_length=50)
    day = DateField(label="Day", required=False, future=False)
    moment = DateTimeField(label="Moment", required=False, future=False)
    answer = AnswerField(label="Answer", required=False)
    place = PickerField("/places", label="Place", required=False, resolve=lambda words: PLACES.get(words, []))
    story = TextField(label="Story", required=False)
    password = forms.CharField(required=False, widget=forms.PasswordInput)


PLACES = {"Şəki": [("sk", "Şəki")], "Ağ": [("ad", "Ağdam"), ("ac", "Ağcabədi")]}


@pytest.fixture(autouse=True)
def _one_spring_noon() -> Any:
    with translation.override("en"), clock.fixed(datetime(2026, 3, 5, 8, 0, tzinfo=UTC)):
        yield


def errors(**data: str) -> dict[str, list[str]]:
    form = Example({"name": "Leyla", **data})
    form.is_valid()
    return {name: list(found) for name, found in form.errors.items()}


def test_text_is_cleaned_but_a_password_is_taken_as_typed() -> None:
    form = Example({"name": " Ǝli\u200b  Əliyev ", "password": " two  spaces "})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Əli Əliyev"
    assert form.cleaned_data["password"].strip() == "two  spaces"


@pytest.mark.parametrize("typed", ["04.03.2026", "4.3.2026", "2026-03-04", "04/03/2026", " 04.03.2026 "])
def test_a_day_is_understood_however_it_is_typed(typed: str) -> None:
    form = Example({"name": "Leyla", "day": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 3, 4)


@pytest.mark.parametrize("typed", ["31.02.2026", "06.03.2026", "01.01.0026", "yesterday", "1.1.1899"])
def test_impossible_and_future_days_are_refused_beside_the_field(typed: str) -> None:
    assert list(errors(day=typed)) == ["day"]


def test_a_moment_is_on_the_clock_of_baki() -> None:
    form = Example({"name": "Leyla", "moment_day": "05.03.2026", "moment_time": "9.30"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["moment"] == datetime(2026, 3, 5, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("time", ["25:00", "12:60", "noon", "12:30"])
def test_an_impossible_or_future_time_is_refused(time: str) -> None:
    assert list(errors(moment_day="05.03.2026", moment_time=time)) == ["moment"]


def test_typed_words_alone_find_the_one_place_they_mean() -> None:
    form = Example({"name": "Leyla", "place": "", "place_text": "Şəki"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == "sk"


def test_words_that_fit_several_places_ask_and_stay_typed() -> None:
    form = Example({"name": "Leyla", "place": "", "place_text": "Ağ"})
    assert "Ağdam; Ağcabədi" in form.errors["place"][0]
    assert 'value="Ağ"' in str(form["place"])


def test_a_chosen_place_wins_over_the_words() -> None:
    form = Example({"name": "Leyla", "place": "ad", "place_text": "Ağdam"})
    assert form.is_valid()
    assert form.cleaned_data["place"] == "ad"


def test_the_submit_key_survives_an_error_and_a_foreign_one_is_replaced() -> None:
    fresh = Example().key
    assert Example({"name": "", "_key": fresh}).key == fresh
    assert Example({"name": "", "_key": "<script>"}).key != "<script>"
    assert Example({"_version": "7"}, version=3).version == 7
    assert Example(version=3).version == 3
    assert Example({"_version": "x"}).version is None


def test_an_error_is_beside_its_field_and_tied_to_it_for_screen_readers() -> None:
    page = str(Example({"name": "", "day": "?"}))
    assert 'aria-describedby="id_name_error"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_a_group_of_answers_is_a_fieldset_with_its_question() -> None:
    page = str(Example()["answer"].as_field_group())
    assert "<fieldset" in page
    assert "<legend" in page
    assert page.count('type="radio"') == 3


def test_what_was_typed_is_shown_again_escaped() -> None:
    page = str(Example({"name": '"><script>', "story": "</textarea><script>", "day": "<b>"}))
    assert "<script>" not in page


def test_a_refusal_lands_on_its_field_or_on_the_form() -> None:
    form = Example({"name": "Leyla"})
    form.is_valid()
    form.refuse("Taken.", "name")
    form.refuse("Closed.", "nothing")
    assert form.errors["name"] == ["Taken."]
    assert form.non_field_errors() == ["Closed."]


def test_marks_that_nobody_sees_fill_nothing_in() -> None:
    assert errors(name="\u202e\u200b\u200f") == {"name": ["This field is required."]}


def test_a_moment_of_spaces_is_empty() -> None:
    assert errors(moment_day="  ", moment_time=" ") == {}
    assert DateTimeField().clean(["05.03.2026", " 09:00 "]) is not None
    with pytest.raises(forms.ValidationError):
        DateTimeField().clean(["  ", " "])


def test_a_choice_in_groups_is_drawn_whole_and_escaped() -> None:
    class Chosen(Form):
        what = forms.ChoiceField(choices=[("", "Any"), ("Group <1>", [("a&b", "A <b>"), ("c", "C")])])

    drawn = str(Chosen(initial={"what": "a&b"})["what"])
    assert '<optgroup label="Group &lt;1&gt;">' in drawn
    assert '<option value="a&amp;b" selected>A &lt;b&gt;</option>' in drawn
    assert '<option value="c">C</option>' in drawn
    assert drawn.count("<option") == 3
    assert drawn.index("</optgroup>") < drawn.index("</select>")
