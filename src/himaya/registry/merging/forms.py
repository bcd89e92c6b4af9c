"""Forms of merging."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import Form


class UndoForm(Form):
    """Why these are two people, and whose is what was written since."""

    reason = LineField(label=_("Why these are two people"), max_length=200)
    given = forms.MultipleChoiceField(
        label=_("Of what was written since, this belongs to the other person"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("What is not marked stays with the person whose page this is."),
    )

    def __init__(self, *args: Any, since: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given: Any = self.fields["given"]
        given.choices = [(one.key, _line(one)) for one in since]
        if not since:
            del self.fields["given"]


def _line(one: Any) -> str:
    return f"{one.what}{': ' if one.words else ''}{one.words}, {one.at:%d.%m.%Y %H:%M}"
