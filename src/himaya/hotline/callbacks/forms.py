"""Forms of call-backs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class AgreeForm(Form):
    """Where and when the caller calls it safe."""

    number = forms.CharField(label=_("Number that is safe"), max_length=40)
    opens = forms.TimeField(
        label=_("Safe from"), input_formats=["%H:%M"], help_text=_("Hour and minute, for example 16:00.")
    )
    closes = forms.TimeField(
        label=_("Safe until"),
        input_formats=["%H:%M"],
        help_text=_("May lie after midnight. The same as the beginning: any hour is safe."),
    )


class AttemptForm(Form):
    """What came of an attempt."""

    result = CodeField("hotline.call_result", label=_("What came of the call"), radio=True)
    note = TextField(label=_("What was said and agreed"), rows=3, max_length=5000, required=False)


class DecideForm(Form):
    """A supervisor's decision on a call-back that nobody could make."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("again", _("Try again at the next safe hour")), ("let_go", _("Let it go"))],
        widget=forms.RadioSelect(),
    )
    result = CodeField("hotline.call_result", label=_("Why it is let go"), required=False)

    def clean(self) -> dict[str, Any]:
        """Letting go needs a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == "let_go" and not cleaned.get("result"):
            self.add_error("result", _("Say why it is let go."))
        return cleaned
