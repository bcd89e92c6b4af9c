"""Forms of consent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, DateField, Form, TextField
from himaya.registry.consent.models import Consent

GIVERS = [choice for choice in Consent.By.choices if choice[0] != Consent.By.NOTED]


class ConsentForm(Form):
    """A consent, spoken or written, or the legal ground in its place."""

    purpose = CodeField("consent.kind", label=_("For what"))
    recipient = LineField(label=_("For whom"), required=False, help_text=_("Empty: for our own work only."))
    ground = CodeField("consent.ground", label=_("Ground"), initial="consent")
    form = CodeField("consent.form", label=_("How it was given"), required=False)
    given_by = forms.ChoiceField(label=_("Who gave it"), choices=[("", _("Choose")), *GIVERS], required=False)
    giver_name = LineField(label=_("Name of who gave it for the person"), required=False)
    child_agrees = forms.TypedChoiceField(
        label=_("Does the child agree?"),
        choices=[("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: {"yes": True, "no": False}.get(answer),
        empty_value=None,
        required=False,
        widget=forms.RadioSelect({"data-inline": ""}),
    )
    given_on = DateField(label=_("Given on"), required=False, future=False)
    valid_until = DateField(label=_("Valid until"), required=False)
    note = TextField(label=_("Note"), required=False, rows=2)


class WithdrawForm(Form):
    """The withdrawal of a consent."""

    note = TextField(label=_("What the person said"), required=False, rows=2)
