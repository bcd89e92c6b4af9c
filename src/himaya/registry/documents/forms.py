"""The forms of documents."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form, TextField


class _Details(Form):
    """What is written about a document."""

    number = LineField(label=_("Number on the document"), required=False, max_length=60)
    issuer = LineField(label=_("Issued by"), required=False, max_length=150)
    issued_on = DateField(label=_("Issued on"), required=False, future=False)
    valid_until = DateField(label=_("Valid until"), required=False)
    note = TextField(label=_("Note"), required=False)


def _file(**more: Any) -> forms.FileField:
    return forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf,.docx,.txt,audio/*,video/mp4"}),
        **more,
    )


class KeepForm(_Details):
    """A document put to a record."""

    type = forms.ChoiceField(label=_("Type of document"))
    file = _file()
    field_order = ["type", "file", "number", "issuer", "issued_on", "valid_until", "note"]

    def __init__(self, *args: Any, types: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("type", [("", _("Choose")), *types])
        self.fields["valid_until"].help_text = _(
            "Left empty, the usual term of this type is written, where there is one."
        )


class ReplaceForm(_Details):
    """A new version of a document."""

    file = _file()
    field_order = ["file", "number", "issuer", "issued_on", "valid_until", "note"]


class DetailsForm(_Details):
    """What is written about a document, put right."""


class EndForm(Form):
    """Why a document is out of force."""

    reason = CodeField("document.end_reason", label=_("Why"))
