"""Forms of duties."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.duties.queries import agencies
from himaya.kit.forms import CodeField, DateField, Form, TextField
from himaya.reference.queries import in_language


class AgencyField(forms.ModelChoiceField):
    """A unit, with its organisation where that is called otherwise."""

    def label_from_instance(self, obj: Any) -> str:
        names = [in_language(o.name_az, o.name_en, o.name_ru) for o in (obj, obj.organisation)]
        return names[0] if names[0] == names[1] else f"{names[0]} ({names[1]})"


class GiveForm(Form):
    """What, by whom, until when."""

    unit: Any = AgencyField(None, label=_("Organisation"))
    what = TextField(label=_("What is to be done"), rows=3, max_length=4000)
    about = forms.CharField(
        max_length=300,
        required=False,
        label=_("About whom"),
        help_text=_("Only what they need in order to help. Never the reporter, never the child's own words."),
    )
    responsible = forms.CharField(max_length=150, required=False, label=_("Responsible person or function"))
    due_on = DateField(past=False, label=_("To be done by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = agencies()  # type: ignore[attr-defined]


class AnswerForm(Form):
    """Yes, or no with a reason."""

    answer = forms.ChoiceField(
        choices=[("accept", _("We accept")), ("refuse", _("We refuse"))],
        widget=forms.RadioSelect,
        label=_("Your answer"),
    )
    reason = CodeField("duty.refuse_reason", required=False, label=_("Reason for refusing"))
    note = TextField(label=_("Note"), rows=3, max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") == "refuse" and not data.get("reason"):
            self.add_error("reason", _("Choose the reason."))
        return data


class ReportForm(Form):
    """What was done."""

    note = TextField(label=_("What was done, and what came of it"), rows=4, max_length=4000)


class CheckForm(Form):
    """Was it done?"""

    outcome = forms.ChoiceField(
        choices=[("done", _("It was done")), ("not_done", _("It was not done: send it back"))],
        widget=forms.RadioSelect,
        label=_("What you found"),
    )
    note = TextField(label=_("How you checked it"), rows=3, max_length=4000)
    due_on = DateField(required=False, past=False, label=_("New day, when it goes back"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == "not_done" and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Set a new day."))
        return data


class ConfirmForm(Form):
    """Nothing to fill in."""
