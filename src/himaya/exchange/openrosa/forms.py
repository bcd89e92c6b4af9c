"""Where a set of answers belongs, or why it is put aside."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.questionnaires.queries import Known
from himaya.kit.forms import CodeField, Form


class PlaceForm(Form):
    """About whom it is."""

    about = forms.ChoiceField(label=_("About whom"), widget=forms.Select())

    def __init__(self, *args: Any, known: Iterable[Known], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about: Any = self.fields["about"]
        about.choices = [("", "—"), *((one.about, one.called) for one in known)]


class DropForm(Form):
    """Why it is not taken."""

    reason = CodeField("submission.drop_reason", label=_("Why it is put aside"), radio=True)
