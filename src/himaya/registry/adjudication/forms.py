"""Forms of judging pairs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import NarrativeField
from himaya.kit.forms import CodeField, Form


class JudgeForm(Form):
    """What the two records are, by what one knows it."""

    verdict = forms.ChoiceField(
        label=_("What are they?"),
        choices=[
            ("same", _("One person: join the records")),
            ("different", _("Two people: remember it")),
            ("ask", _("Not to be told yet: ask for more")),
        ],
        widget=forms.RadioSelect(),
    )
    reason = CodeField("adjudication.reason", label=_("By what you know it"), required=False)
    words = NarrativeField(
        label=_("In words"),
        required=False,
        max_length=2000,
        help_text=_("What decided it; or what you need to know, if you ask for more."),
    )


class AnswerForm(Form):
    """What a unit knows."""

    words = NarrativeField(label=_("What you know"), max_length=2000)


class RaiseForm(Form):
    """Two people who may be one."""

    other = forms.CharField(max_length=12, widget=forms.HiddenInput())
    note = NarrativeField(label=_("Why you think that they are one person"), required=False, max_length=2000)
