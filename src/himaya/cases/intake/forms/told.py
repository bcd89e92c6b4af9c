"""What the public and staff fill in about a report. Hardly anything is required: a half-told report is a report."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import (
    AnswerField,
    CodeField,
    CodesField,
    DateTimeField,
    Form,
    PickerInput,
    TextField,
)
from himaya.kit.text import clean_line
from himaya.reference.queries import Place, place_by_code, resolve_place

NONE_OF_THESE = "none"
MOST_CHILDREN = 6


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; gives a list. What they are is decided by what is in them, when they are kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": FilesInput(), "required": False, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in given if file]


def place_words(code: str) -> str:
    """A chosen place in words, for the picker."""
    place = place_by_code(code)
    return place.label if place else ""


class PlaceForm(Form):
    """Where: typed in any spelling, chosen from what was found, or not known at all.

    One place is taken; several are asked about; none is accepted, and the national desk reads it."""

    place = forms.CharField(
        widget=PickerInput(reverse_lazy("cases:report-places"), place_words),
        label=_("City, district or village"),
        max_length=301,
        required=False,
    )
    choice = forms.ChoiceField(
        label=_("Which of these do you mean?"), required=False, widget=forms.RadioSelect()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.match = resolve_place(self.typed) if self.typed and not self.chosen else None
        if self.match is None or self.match.status != "ambiguous":
            del self.fields["choice"]
            return
        found = [(c.place.code, f"{c.place.label}") for c in self.match.candidates[:8]]
        field: Any = self.fields["choice"]
        field.choices = [*found, (NONE_OF_THESE, _("None of these, or I am not sure"))]

    def _sent(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).strip() if self.is_bound else ""

    @property
    def typed(self) -> str:
        """The words as typed."""
        return self._sent("place_text")[:300]

    @property
    def chosen(self) -> Place | None:
        """The place picked from the list, if it was."""
        code = self._sent("place")
        return place_by_code(code) if code else None

    def clean_place(self) -> Place | None:
        """The place, where it is sure."""
        return self.chosen or (self.match.best if self.match else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "choice" in self.fields:
            given = cleaned.get("choice")
            if not given and not self.errors:
                self.add_error(
                    "choice", _("Several places have this name. Say which, or that you are not sure.")
                )
            elif given and given != NONE_OF_THESE:
                cleaned["place"] = place_by_code(given)
        cleaned["place_text"] = clean_line(self.typed)
        return cleaned


class WhatForm(Form):
    """What happened."""

    urgent = AnswerField(label=_("Is someone in danger right now?"), required=False)
    narrative = TextField(
        label=_("What have you seen or heard?"),
        help_text=_("In your own words, in any language. What happened, when, who did it."),
        rows=7,
        max_length=10_000,
        error_messages={"required": _("Write a few words about what happened.")},
    )


class WhereForm(PlaceForm):
    """Where the child is."""

    detail = forms.CharField(
        label=_("Street, school or other sign"),
        help_text=_("Anything that helps to find the child. You may leave it empty."),
        max_length=200,
        required=False,
    )
    field_order = ["place", "choice", "detail"]


class ChildForm(Form):
    """One child as described."""

    name = forms.CharField(label=_("Name, if you know it"), max_length=150, required=False)
    age_text = forms.CharField(
        label=_("Age, even roughly"),
        max_length=60,
        required=False,
        help_text=_("For example: 7, about 12, 5 months"),
    )
    sex = CodeField("sex", label=_("Girl or boy"), blank=_("Not known"), required=False)
    whereabouts = forms.CharField(label=_("Where the child is now"), max_length=300, required=False)


class InsiderForm(Form):
    """Whether somebody inside is meant."""

    insider = AnswerField(
        label=_("Is it about somebody who works with children or for the state?"),
        help_text=_(
            "A teacher, a carer, a doctor, police, an official, or a relative of theirs. They will not see it."
        ),
        required=False,
    )
    insider_text = forms.CharField(label=_("Who, or where they work"), max_length=300, required=False)


class YouForm(Form):
    """Who reports, as far as they wish to say."""

    reporter_kind = CodeField(
        "reporter.kind", label=_("Who are you?"), blank=_("I do not wish to say"), required=False
    )
    anonymous = forms.ChoiceField(
        label=_("May we know your name?"),
        choices=[
            ("yes", _("No, I stay anonymous")),
            ("no", _("Yes, only those who handle the report will see it")),
        ],
        widget=forms.RadioSelect(),
        initial="yes",
        required=False,
    )
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    safe_way = CodeField(
        "reporter.safe_way",
        label=_("How may we reach you safely?"),
        blank=_("Please do not contact me"),
        required=False,
    )
    safe_time = forms.CharField(label=_("When is it safe?"), max_length=150, required=False)


class SendForm(Form):
    """Files, and the trap: a field no person sees, which programmes fill in."""

    attachments = FilesField(label=_("Photos or documents"))
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def trapped(self) -> bool:
        """Whether a programme filled in what no person sees."""
        return bool(str(self.data.get("website", "")).strip()) if self.is_bound else False


class ProfessionalForm(PlaceForm):
    """A report taken by staff for somebody else, or made by a professional: everything on one page."""

    channel = CodeField("report.channel", label=_("How did it reach you?"))
    received_at = DateTimeField(
        label=_("When was it reported?"),
        future=False,
        help_text=_("The time of the call or letter, not of typing: deadlines run from it."),
    )
    urgent = AnswerField(label=_("Is someone in danger right now?"), required=False)
    narrative = TextField(label=_("What was reported"), rows=7, max_length=10_000)
    concerns = CodesField("concern.type", label=_("Concerns"), required=False)
    detail = forms.CharField(label=_("Street, school or other sign"), max_length=200, required=False)
    insider = AnswerField(
        label=_("Does it name an official, a provider or a relative of staff?"), required=False,
        help_text=_("It then goes to the national desk."),
    )  # fmt: skip
    insider_text = forms.CharField(label=_("Who, or where they work"), max_length=300, required=False)
    reporter_kind = CodeField("reporter.kind", label=_("Who reported?"))
    anonymous = forms.BooleanField(label=_("The reporter stays anonymous"), required=False)
    name = forms.CharField(label=_("Reporter's name"), max_length=150, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    position = forms.CharField(label=_("Position"), max_length=150, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    safe_way = CodeField("reporter.safe_way", label=_("Safe way to reach the reporter"), required=False)
    safe_time = forms.CharField(label=_("Safe time"), max_length=150, required=False)
    attachments = FilesField(label=_("Photos or documents"))


class StatusForm(Form):
    """The way back to a report."""

    reference = forms.CharField(label=_("Reference"), max_length=40, help_text=_("For example 7K3-D94-QXM"))
    pin = forms.CharField(
        label=_("PIN"), max_length=20, widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
    )


def all_valid(given: Sequence[Form]) -> bool:
    """Whether every form is right; each is asked, so that each says what is wrong."""
    wrong = [form for form in given if not form.is_valid()]
    return not wrong


def typed_into(values: Mapping[str, Any]) -> QueryDict:
    """What a draft kept of a form, as if it were sent again."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [str(value)])
    return data


def child_forms(data: MultiValueDict[str, str] | None, count: int) -> list[ChildForm]:
    """A form for each child."""
    return [ChildForm(data, prefix=f"child{n}") for n in range(max(1, min(count, MOST_CHILDREN)))]


_MONTHS = re.compile(r"\b(ay|mes|месяц|month)", re.I)


def age_in_years(text: str) -> int | None:
    """The age meant by what was typed, in whole years; None where there is no number to take."""
    found = re.search(r"\d{1,3}", text)
    if found is None:
        return None
    if _MONTHS.search(text):
        return int(found[0]) // 12
    return int(found[0]) if int(found[0]) <= 25 else None
