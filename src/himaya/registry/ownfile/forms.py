"""Forms of the person's own file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form, TextField
from himaya.registry.ownfile.models import OwnFile, OwnFileRelease

LANGUAGES = [("az", "Azərbaycanca"), ("en", "English"), ("ru", "Русский")]


class AskForm(Form):
    """Who asks for the file, and how."""

    asked_as = forms.ChoiceField(label=_("Who asks"), choices=OwnFile.As.choices, widget=forms.RadioSelect)
    asker: Any = forms.ModelChoiceField(
        None, label=_("Who asks for the person, where the register knows them"), required=False
    )
    asker_name = LineField(label=_("Name of who asks for the person"), required=False)
    way = CodeField("own_file.way", label=_("How it was asked"))
    asked_on = DateField(label=_("Asked on"), required=False, future=False)
    language = forms.ChoiceField(label=_("Language of the file"), choices=LANGUAGES)

    def __init__(self, *args: Any, kin: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asker"].queryset = kin  # type: ignore[attr-defined]


class IdentityForm(Form):
    """Which paper was seen."""

    identity = CodeField("own_file.identity", label=_("Which paper was seen"))
    identity_number = LineField(label=_("Number of the paper"), max_length=60)


class PrepareForm(Form):
    """Nothing to say but yes."""


class WithholdForm(Form):
    """Why a line, or some words of it, does not go out."""

    reason = CodeField("own_file.withheld", label=_("Why it is kept back"), radio=True)
    words = LineField(
        label=_("Only these words"), required=False, help_text=_("Empty: the whole line is kept back.")
    )


class LetOutForm(Form):
    """Read, and let out."""


class ReleaseForm(Form):
    """To whom, in which form."""

    form = forms.ChoiceField(
        label=_("What is given"),
        choices=[
            (OwnFileRelease.FULL, _("The whole file, as a letter and for machines")),
            (OwnFileRelease.SUMMARY, _("A page in plain words, for a child")),
        ],
        widget=forms.RadioSelect,
    )
    given_as = forms.ChoiceField(label=_("The recipient is"), choices=OwnFile.As.choices)
    given_to = LineField(label=_("Name of the recipient"))
    identity = CodeField("own_file.identity", label=_("Which paper was seen"))


class RefuseForm(Form):
    """Why, in a code and in words for the letter."""

    reason = CodeField("own_file.refusal", label=_("Reason"), radio=True)
    note = TextField(
        label=_("What the letter says besides"),
        rows=3,
        required=False,
        help_text=_("Nothing that tells of anybody else, and nothing that tells why somebody is a danger."),
    )
