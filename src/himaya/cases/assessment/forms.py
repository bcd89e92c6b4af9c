"""Forms of assessments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import CodeField, Form, TextField


class StartForm(Form):
    """Whom the assessment is about."""

    child = forms.ChoiceField(label=_("Child"), widget=forms.RadioSelect())

    def __init__(self, *args: Any, children: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["child"]
        field.choices = children
        field.required = bool(children)
        if len(children) == 1:
            field.initial = children[0][0]
        if not children:
            del self.fields["child"]


class RiskForm(Form):
    """The level a person decides."""

    level = CodeField("risk.level", radio=True, label=_("Risk level"))
    why = TextField(
        label=_("Why"),
        rows=4,
        required=False,
        help_text=_("Needed where your decision differs from what is advised, or from the level until now."),
    )


class SafetyPlanForm(Form):
    """What to do when danger nears."""

    signs = TextField(
        label=_("Warning signs"), rows=2, required=False, help_text=_("How do we see that danger is near?")
    )
    coping = TextField(label=_("What one can do alone"), rows=2, required=False)
    people = TextField(
        label=_("People to turn to"),
        rows=2,
        required=False,
        help_text=_("Who they are, and how to reach them safely."),
    )
    professionals = TextField(label=_("Professionals and emergency help"), rows=2, required=False)
    means = TextField(
        label=_("What is put out of reach"),
        rows=2,
        required=False,
        help_text=_("Weapons, medicines, the person who harms."),
    )
    steps = TextField(label=_("Steps, one after another"), rows=4)


class DecideForm(Form):
    """A supervisor's reading."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("approve", _("Approve")), ("return", _("Return with comments"))],
        widget=forms.RadioSelect({"data-inline": ""}),
    )
    comment = TextField(label=_("Comment"), rows=4, required=False, help_text=_("Needed when you return it."))
    override = CodeField(
        "override.reason",
        required=False,
        blank="",
        label=_("Reason for an exception"),
        help_text=_(
            "Only where what is missing must not hold the work back. It is recorded, and a task is opened."
        ),
    )


class ConfirmForm(Form):
    """Nothing to fill in."""
