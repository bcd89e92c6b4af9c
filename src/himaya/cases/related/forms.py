"""Forms of related cases."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField
from himaya.kit.ids import read_reference

Choices = Iterable[tuple[str, str]]


class LinkForm(Form):
    """Which case belongs to the same story, and how."""

    number = forms.CharField(
        label=_("Number of the other case"),
        max_length=20,
        help_text=_("As it stands at the top of that case. You must be able to open it."),
    )
    kind = CodeField("case.link_kind", label=_("How they belong together"), radio=True)
    note = TextField(label=_("From what one knows it"), rows=3)

    def clean_number(self) -> str:
        """The number as it is kept."""
        found = read_reference(self.cleaned_data["number"])
        if found is None:
            raise ValidationError(_("This is no number of a case. Look at it again."))
        return found


class EndForm(Form):
    """Why the link counts no more."""

    reason = CodeField("case.link_end_reason", label=_("Why the link ends"), radio=True)
    note = TextField(label=_("In words"), rows=2)


class SplitForm(Form):
    """Which children get a case of their own, who of the family comes along, and why."""

    children = forms.MultipleChoiceField(
        label=_("Who gets a case of their own"), widget=forms.CheckboxSelectMultiple
    )
    adults = forms.MultipleChoiceField(
        label=_("Adults who belong to the new case too"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Each keeps the role they have; leave a possible perpetrator among them."),
    )
    reason = CodeField("case.split_reason", label=_("Why their ways part"), radio=True)
    note = TextField(
        label=_("What the new case begins with"),
        rows=4,
        help_text=_("What matters for these children now. What was written before stays in the old case."),
    )

    def __init__(self, *args: Any, children: Choices, adults: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("children", children)
        self.offer("adults", adults)
        if not self.offered["adults"]:
            del self.fields["adults"]
