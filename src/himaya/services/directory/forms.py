"""The form of a directory entry."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.forms import Form
from himaya.reference.forms import CodeChoiceField, CodesChoiceField
from himaya.reference.models import Territory
from himaya.services.directory.models import Service


class ServiceForm(Form):
    """What, for whom, where, when."""

    type = CodeChoiceField("service.type", label=_("Kind of service"))
    name_az = forms.CharField(max_length=200, label=_("Name in Azerbaijani"))
    name_en = forms.CharField(max_length=200, required=False, label=_("Name in English"))
    name_ru = forms.CharField(max_length=200, required=False, label=_("Name in Russian"))
    about_az = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea, label=_("What it offers, in plain words")
    )
    groups = CodesChoiceField("vulnerable.group", required=False, label=_("For whom"))
    age_from = forms.IntegerField(min_value=0, max_value=120, required=False, label=_("From age"))
    age_to = forms.IntegerField(min_value=0, max_value=120, required=False, label=_("To age"))
    is_nationwide = forms.BooleanField(required=False, label=_("For the whole country"))
    territories = forms.ModelMultipleChoiceField(
        Territory.objects.none(), required=False, label=_("Districts and cities served")
    )
    address = forms.CharField(max_length=300, required=False, label=_("Address"))
    phone = forms.CharField(max_length=40, required=False, label=_("Telephone"))
    hours = forms.CharField(max_length=200, required=False, label=_("Opening hours"))
    capacity = forms.IntegerField(min_value=0, max_value=100_000, required=False, label=_("Places"))
    is_open = forms.BooleanField(required=False, initial=True, label=_("Takes referrals now"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territories"].queryset = Territory.objects.order_by("name_az")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("age_from"), data.get("age_to")
        if low is not None and high is not None and low > high:
            self.add_error("age_to", _("The upper age is below the lower one."))
        if not data.get("is_nationwide") and not data.get("territories"):
            self.add_error("territories", _("Choose the districts served, or tick “for the whole country”."))
        return data


def values_of(service: Service) -> dict[str, Any]:
    """An entry as the form's first values."""
    names = [f for f in ServiceForm.base_fields if f != "territories"]
    return {**{n: getattr(service, n) for n in names}, "territories": list(service.territories.all())}
