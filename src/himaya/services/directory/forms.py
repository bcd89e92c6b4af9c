"""The forms of the directory: finding a service, and saying what one's own offers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit
from himaya.kit.forms import Form
from himaya.reference.forms import CodeChoiceField, CodesChoiceField, PlaceField
from himaya.reference.models import Territory
from himaya.reference.queries import Place, full_name
from himaya.reference.queries import units as units_of_the_country
from himaya.services.directory.models import Service
from himaya.services.directory.queries import Need


class FindForm(Form):
    """What is needed, where, for what age. Nothing typed here is ever refused: what is not understood is left out."""

    q = forms.CharField(max_length=100, required=False, label=_("What kind of help?"))
    place = PlaceField(required=False, max_length=100, label=_("District, city or village"))
    type = CodeChoiceField("service.type", required=False, label=_("Kind of service"))
    group = CodeChoiceField("vulnerable.group", required=False, label=_("For whom"))
    age = forms.IntegerField(min_value=0, max_value=120, required=False, label=_("Age"))

    def need(self) -> Need:
        """What was understood of what was asked."""
        if not self.is_bound:
            return Need()
        self.is_valid()
        data = self.cleaned_data
        match = data.get("place")
        best = match.best if match else None
        return Need(
            words=data.get("q") or "",
            type=data.get("type") or "",
            group=data.get("group") or "",
            age=data.get("age"),
            territory=best.finest if best else None,
        )

    def places(self) -> list[Place]:
        """The places that may be meant, where it is not clear which; the reader chooses."""
        match = self.cleaned_data.get("place") if self.is_bound else None
        if match is None or match.best is not None:
            return []
        return [candidate.place for candidate in match.candidates[:6]]


class ServiceForm(Form):
    """What, for whom, where, when."""

    unit: Any = forms.ModelChoiceField(Unit.objects.none(), label=_("Given by"), to_field_name="public_id")
    type = CodeChoiceField("service.type", label=_("Kind of service"))
    name_az = forms.CharField(max_length=200, label=_("Name in Azerbaijani"))
    name_en = forms.CharField(max_length=200, required=False, label=_("Name in English"))
    name_ru = forms.CharField(max_length=200, required=False, label=_("Name in Russian"))
    about_az = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        label=_("What it offers, in plain words"),
    )
    about_en = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea({"rows": 3}), label=_("The same in English")
    )
    about_ru = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea({"rows": 3}), label=_("The same in Russian")
    )
    groups = CodesChoiceField("vulnerable.group", required=False, label=_("For whom"))
    age_from = forms.IntegerField(min_value=0, max_value=120, required=False, label=_("From age"))
    age_to = forms.IntegerField(min_value=0, max_value=120, required=False, label=_("To age"))
    is_nationwide = forms.BooleanField(required=False, label=_("For the whole country"))
    territories = forms.MultipleChoiceField(
        required=False, label=_("Districts and cities served"), widget=forms.SelectMultiple({"size": 10})
    )
    address = forms.CharField(max_length=300, required=False, label=_("Address"))
    phone = forms.RegexField(
        r"^[+0-9 ()*#/.,-]{2,40}$",
        max_length=40,
        required=False,
        label=_("Telephone"),
        error_messages={"invalid": _("Write the number as it is dialled: digits, spaces, + and *.")},
    )
    hours = forms.CharField(max_length=200, required=False, label=_("Opening hours"))
    capacity = forms.IntegerField(min_value=0, max_value=100_000, required=False, label=_("Places"))
    places_free = forms.IntegerField(
        min_value=0, max_value=100_000, required=False, label=_("Places free now")
    )
    languages = CodesChoiceField(
        "person.language", required=False, label=_("Languages in which you speak with people")
    )
    is_open = forms.BooleanField(required=False, initial=True, label=_("Takes referrals now"))

    texts = ("name_az", "name_en", "name_ru", "about_az", "about_en", "about_ru", "address", "hours")

    def __init__(self, *args: Any, units: list[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["territories"]
        offered.choices = [(t.code, full_name(t)) for t in units_of_the_country()]
        if units is None or len(units) < 2:
            del self.fields["unit"]
        else:
            chosen: Any = self.fields["unit"]
            chosen.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])

    def clean_territories(self) -> list[Territory]:
        chosen = set(self.cleaned_data["territories"])
        return [t for t in units_of_the_country() if t.code in chosen]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("age_from"), data.get("age_to")
        if low is not None and high is not None and low > high:
            self.add_error("age_to", _("The upper age is below the lower one."))
        places, free = data.get("capacity"), data.get("places_free")
        if places is not None and free is not None and free > places:
            self.add_error("places_free", _("There are not so many places. Correct one of the two numbers."))
        if not data.get("is_nationwide") and not data.get("territories"):
            self.add_error("territories", _("Choose the districts served, or tick “for the whole country”."))
        return data

    def given(self, only: Unit) -> dict[str, Any]:
        """What the action takes; the unit where there is no choice."""
        return {"unit": only, **self.cleaned_data}


def values_of(service: Service) -> dict[str, Any]:
    """An entry as the form's first values."""
    names = [f for f in ServiceForm.base_fields if f not in {"territories", "unit"}]
    served = [t.code for t in service.territories.all()]
    return {**{n: getattr(service, n) for n in names}, "territories": served}
