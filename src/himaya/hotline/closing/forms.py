"""Forms of ending a contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class FinishForm(Form):
    """Nothing is asked: everything stands in the contact."""


class LeftForm(Form):
    """What was heard last."""

    what = TextField(
        label=_("What was said last, how the call broke off, what you tried since"), rows=3, max_length=3000
    )


class LeavingForm(Form):
    """A supervisor's decision on a caller who left."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("approve", _("The contact ends here; call-backs are promised")),
            ("back", _("Back to the counsellor: try again")),
        ],
        widget=forms.RadioSelect(),
    )
    trace = CodeField("hotline.trace", label=_("Trace or help"), required=False)
    note = TextField(label=_("Why"), rows=2, max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        """Letting go asks whether tracing or sending help was considered."""
        said = super().clean() or self.cleaned_data
        if said.get("decision") == "approve" and not said.get("trace"):
            self.add_error("trace", _("Say whether the call was traced or help was sent."))
        return said
