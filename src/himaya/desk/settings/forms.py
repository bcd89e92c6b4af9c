"""Forms of the settings."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from himaya.desk.settings.frame import SURE
from himaya.desk.settings.queries import BODIES, acts
from himaya.kit import clock
from himaya.kit.forms import DateField, Form, TextField
from himaya.reference.forms import TerritoryField
from himaya.reference.models import Code, Codelist, HelpNumber, Norm
from himaya.reference.queries import NormValue, choices
from himaya.workflow.models import PaperTemplate

NUMBER = re.compile(r"\d{1,12}([.,]\d{1,4})?")
LARGEST_FILE = 5_000_000
TIMES = ("seconds", "minutes", "hours", "days", "working_days", "weeks", "months", "years")


def _certainty() -> list[tuple[str, Any]]:
    return [(code, words) for code, (words, _tone) in SURE.items()]


class NormForm(Form):
    """A new value of a norm: what, since when, where, by which act."""

    value = forms.CharField(max_length=20, label=_("New value"))
    unit = forms.ChoiceField(label=_("Unit of measure"))
    valid_from = DateField(label=_("In force from"))
    valid_to = DateField(
        required=False,
        label=_("In force until (that day not included)"),
        help_text=_("Empty: until changed."),
    )
    territory = TerritoryField(
        required=False,
        label=_("Only in one territory (a pilot)"),
        empty_label=_("The whole country"),  # type: ignore[arg-type]  # translated when shown
    )
    act = forms.ChoiceField(label=_("Legal act"))
    article = forms.CharField(max_length=60, required=False, label=_("Article"))
    certainty = forms.ChoiceField(label=_("How sure it is"))
    note = TextField(rows=2, max_length=2000, required=False, label=_("Note"))

    def __init__(self, *args: Any, norm: NormValue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.norm = norm
        if norm.unit == Norm.Unit.BODY:
            self.fields["value"] = forms.ChoiceField(label=_("Body"), choices=choices(BODIES))
        units = TIMES if norm.unit in TIMES else (norm.unit,)
        self._choices("unit", [(unit, Norm.Unit(unit).label) for unit in units])
        self._choices("act", [("", "—"), *((act.key, act.name) for act in acts())])
        self._choices("certainty", _certainty())
        self.fields["valid_from"].help_text = _(
            "Deadlines already running keep the length they were started with."
        )

    def _choices(self, name: str, offered: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_value(self) -> str:
        value = str(self.cleaned_data["value"])
        if self.norm.unit == Norm.Unit.BODY:
            return value
        if not NUMBER.fullmatch(value.strip()) or not value.isascii():
            raise ValidationError(_("Write a number, such as 4 or 2,5."))
        plain = value.strip().replace(",", ".")
        if self.norm.unit == Norm.Unit.PERCENT and float(plain) > 100:
            raise ValidationError(_("A share is at most 100."))
        return plain

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end <= start:
            self.add_error("valid_to", _("The end is before the beginning."))
        return data


class NamesForm(Form):
    """What a code is called, in three languages."""

    name_az = forms.CharField(max_length=300, label=_("Name in Azerbaijani"))
    name_en = forms.CharField(max_length=300, label=_("Name in English"))
    name_ru = forms.CharField(max_length=300, label=_("Name in Russian"))

    @property
    def names(self) -> tuple[str, str, str]:
        """The three names."""
        data = self.cleaned_data
        return data["name_az"], data["name_en"], data["name_ru"]


class NewCodeForm(NamesForm):
    """A new code of a list."""

    code = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,59}$",
        label=_("Code"),
        help_text=_("Small Latin letters, digits and _. It is what records hold; it never changes."),
        error_messages={"invalid": _("Only small Latin letters, digits and _, beginning with a letter.")},
    )
    parent: Any = forms.ModelChoiceField(None, required=False, label=_("Belongs under"), to_field_name="code")
    order = forms.IntegerField(min_value=0, max_value=100_000, initial=1000, label=_("Place in the list"))
    valid_from = DateField(required=False, label=_("In use from"), help_text=_("Empty: at once."))
    source = forms.CharField(max_length=200, required=False, label=_("Where it comes from"))

    field_order = ("code", "name_az", "name_en", "name_ru", "parent", "order", "valid_from", "source")

    def __init__(self, *args: Any, codelist: Codelist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = Code.objects.filter(codelist=codelist).order_by("order", "code")
        self.fields["parent"].queryset = codes  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        data = {k: v for k, v in self.cleaned_data.items() if not k.startswith("name_")}
        return {**data, "names": self.names}


class RetireForm(Form):
    """From when a code is no longer offered."""

    on = DateField(label=_("No longer offered from"), initial=clock.today)


class FileForm(Form):
    """A table to take in."""

    file = forms.FileField(label=_("File (Excel, or CSV in UTF-8)"))

    def clean_file(self) -> bytes:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 5 MB. Split it."))
        return bytes(file.read())


class NumberForm(NamesForm):
    """A number for help: what it is and when to call it."""

    when_az = forms.CharField(max_length=200, label=_("When to call, in Azerbaijani"))
    when_en = forms.CharField(max_length=200, label=_("When to call, in English"))
    when_ru = forms.CharField(max_length=200, label=_("When to call, in Russian"))
    urgent = forms.BooleanField(required=False, label=_("Stands in the urgent panel of every public page"))
    for_children = forms.BooleanField(required=False, label=_("A line for children"))
    order = forms.IntegerField(min_value=0, max_value=100_000, label=_("Place in the list"))
    valid_to = DateField(
        required=False, label=_("Out of service from"), help_text=_("Empty: in service until changed.")
    )
    certainty = forms.ChoiceField(choices=_certainty, label=_("How sure it is"))

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class NewNumberForm(NumberForm):
    """A number that was not here before."""

    number = forms.RegexField(
        r"^\+?[0-9 *#-]{2,19}$",
        label=_("Number"),
        error_messages={"invalid": _("Write the number as it is dialled: digits, spaces, + and *.")},
    )
    field_order = ("number",)


def values_of_number(number: HelpNumber) -> dict[str, Any]:
    """A number as the form's first values."""
    names = [f for f in NumberForm.base_fields if f != "valid_to"]
    return {**{name: getattr(number, name) for name in names}, "valid_to": number.valid.upper}


class WordingForm(Form):
    """The wording of a letter in three languages, from a day on."""

    valid_from = DateField(past=False, label=_("Used from"))

    def __init__(self, *args: Any, template: PaperTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        self.slots: list[tuple[str, str, str]] = []
        for place in template.wording["az"]:
            for language in ("az", "en", "ru"):
                self._slot(place, language, str(template.wording[language].get(place, "")))

    def _slot(self, place: str, language: str, words: str) -> None:
        name = f"{place}__{language}"
        widget = forms.Textarea({"rows": 3, "lang": language}) if len(words) > 80 else None
        self.fields[name] = forms.CharField(
            max_length=4000, initial=words, label=f"{place} · {language.upper()}", widget=widget
        )
        self.slots.append((name, place, language))

    def wording(self) -> dict[str, dict[str, str]]:
        """As a template keeps it."""
        told: dict[str, dict[str, str]] = {"az": {}, "en": {}, "ru": {}}
        for name, place, language in self.slots:
            told[language][place] = self.cleaned_data[name]
        return told
