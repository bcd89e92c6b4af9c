"""Forms of an application made online."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.social_service.forms import GroundsField
from himaya.kit import clock
from himaya.kit.fields import PhoneField
from himaya.kit.forms import CodeField, Form, TextField
from himaya.reference.forms import TerritoryField

OLDEST = 120


class ApplyForm(Form):
    """One page: who needs help, where, and what; usable on any telephone, without scripts."""

    applied_by = CodeField("application.by", radio=True, label=_("Who applies"))
    person_name = forms.CharField(max_length=150, label=_("Full name of the person who needs help"))
    born_year = forms.IntegerField(required=False, label=_("Year of birth of that person"), min_value=1900)
    applicant = forms.CharField(
        max_length=150, required=False, label=_("Your name, if you apply for somebody else")
    )
    contact = PhoneField(label=_("Telephone on which we may call"))
    territory = TerritoryField(label=_("Where the person lives"))
    address = forms.CharField(max_length=300, required=False, label=_("Address"))
    for_family = forms.BooleanField(required=False, label=_("The whole family needs help"))
    asked = TextField(label=_("What help is needed, in your own words"), rows=6, max_length=5000)
    grounds = GroundsField(required=False, label=_("What of this is so? Leave it empty if you are not sure."))
    urgent = forms.BooleanField(
        required=False, label=_("It cannot wait: the person is in danger or without care now")
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def trapped(self) -> bool:
        """Whether a programme filled in what no person sees."""
        return bool(str(self.data.get("website", "")).strip()) if self.is_bound else False

    def clean(self) -> dict[str, Any]:
        """Who applies for somebody else is named; nobody is born in years to come."""
        said = super().clean() or self.cleaned_data
        if said.get("applied_by") not in (None, "", "self") and not said.get("applicant"):
            self.add_error("applicant", _("Write who applies."))
        year, now = said.get("born_year"), clock.today().year
        if year is not None and not now - OLDEST <= year <= now:
            self.add_error("born_year", _("Write the year with four digits, for example 1950."))
        return said


class OutForm(Form):
    """Why an application becomes no case."""

    reason = CodeField("application.out_reason", radio=True, label=_("Why"))
    note = TextField(label=_("In words"), rows=3)
