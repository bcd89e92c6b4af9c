"""Forms of an application and of its decision."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from himaya.cases.social_service.rules import legal_grounds
from himaya.kit import clock
from himaya.kit.forms import CodeField, CodesField, DateTimeField, Form, TextField
from himaya.reference.forms import TerritoryField


class GroundsField(forms.MultipleChoiceField):
    """Grounds of the law of social services, as tick boxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple())
        super().__init__(choices=_grounds, **kwargs)


def _grounds() -> list[tuple[str, str]]:
    return [(item.code, item.name) for item in legal_grounds(clock.today())]


class ApplicationForm(Form):
    """Who applies for whom, for what, and on which grounds."""

    channel = CodeField("application.channel", label=_("How the application came"))
    received_at = DateTimeField(future=False, label=_("When it was made"))
    applied_by = CodeField("application.by", label=_("Who applies"))
    person_name = forms.CharField(max_length=150, label=_("Full name of the person who needs help"))
    applicant = forms.CharField(
        max_length=150, required=False, label=_("Name of whoever applies, if for somebody else")
    )
    contact = forms.CharField(max_length=150, required=False, label=_("How to reach whoever applies"))
    territory = TerritoryField(label=_("Where the person lives"))
    address = forms.CharField(max_length=300, required=False, label=_("Address"))
    for_family = forms.BooleanField(required=False, label=_("The whole family needs help"))
    asked = TextField(label=_("What help is asked for, in their own words"), rows=5)
    grounds = GroundsField(required=False, label=_("Grounds they name"))
    urgent = forms.BooleanField(
        required=False, label=_("It cannot wait: the person is in danger or without care now")
    )

    def clean(self) -> dict[str, Any]:
        """Who applies for somebody else is named."""
        said = super().clean() or self.cleaned_data
        if said.get("applied_by") not in (None, "", "self") and not said.get("applicant"):
            self.add_error("applicant", _("Write who applies."))
        return said


class DecisionForm(Form):
    """There is a right, or there is none: on what ground, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("granted", _("There is a right to services")), ("refused", _("There is no right"))],
        widget=forms.RadioSelect(),
    )
    grounds = GroundsField(required=False, label=_("Ground of the law"))
    forms_of = CodesField("service.form", required=False, label=_("Forms of service"))
    refusal = CodeField("entitlement.refusal", required=False, blank="—", label=_("Reason for the refusal"))
    reasons = TextField(label=_("Reasons, as the letter gives them"), rows=5)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        """A right rests on a ground; a refusal has a reason."""
        said = super().clean() or self.cleaned_data
        if said.get("decision") == "granted":
            if not said.get("grounds"):
                self.add_error("grounds", _("Choose the ground of the law on which the right rests."))
            if not said.get("forms_of"):
                self.add_error("forms_of", _("Choose at least one form of service."))
        if said.get("decision") == "refused" and not said.get("refusal"):
            self.add_error("refusal", _("Choose the reason for the refusal."))
        return said
