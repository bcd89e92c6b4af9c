"""Choosing a form, and the form that carries its answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.instruments.models import FormVersion, Response
from himaya.kit.forms import Form

LARGEST = 1_000_000  # letters of answers; the norm `xform.answer.megabytes` refuses what is larger


class BeginForm(Form):
    """Which form, and about whom."""

    form = forms.ChoiceField(label=_("Form"), widget=forms.RadioSelect())
    about = forms.ChoiceField(label=_("About whom"), required=False, widget=forms.RadioSelect())

    def __init__(
        self, *args: Any, choices: Iterable[FormVersion], members: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        which: Any = self.fields["form"]
        which.choices = [(form.public_id, form.title) for form in choices]
        about: Any = self.fields["about"]
        about.choices = [*members, ("", _("Everybody in the case"))]
        about.initial = members[0][0] if members else ""


class FillForm(Form):
    """The answers as the form's own XML. Nobody types it: the page draws the questions and writes it."""

    answers = forms.CharField(strip=False, max_length=LARGEST, widget=forms.Textarea())

    def __init__(
        self, response: Response, data: Any = None, *, draft: Mapping[str, Any] | None = None
    ) -> None:
        """`draft` is what this person had filled in without saving."""
        kept = {"answers": response.answers.get("instance", "")}
        super().__init__(data, initial={**kept, **(draft or {})}, version=response.version)

    def saved_in(self, record: Any) -> Mapping[str, Any]:
        """Two sets of answers are not laid side by side: what somebody else saved is read on the page itself."""
        return {}
