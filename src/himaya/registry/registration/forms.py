"""The form of registering a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.kit.fields import FinField, LineField, PhoneField
from himaya.kit.forms import CodeField
from himaya.kit.text import az_title
from himaya.reference.queries import place_by_code
from himaya.registry.identifiers.rules import may_be_identifier, read_identifier
from himaya.registry.people.forms import DetailsForm, PlacePicker, residence
from himaya.registry.registration.rules import NewPerson
from himaya.registry.search.rules import Asked


class RegisterForm(DetailsForm):
    """A new person, as much as is known. `different` and `shown` come in once likely matches were shown."""

    fin = FinField(label=_("FIN"), required=False)
    birth_certificate = LineField(label=_("Birth certificate"), required=False, max_length=40)
    phone = PhoneField(label=_("Telephone"), required=False)
    place = PlacePicker(label=_("Where the person really lives"), required=False)
    line = LineField(label=_("Street, house, flat"), required=False)
    different = CodeField("registration.different_reason", label=_("Why it is none of them"), required=False)
    shown = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput())

    def clean_birth_certificate(self) -> str:
        """As papers print it."""
        value = read_identifier("birth_certificate", self.cleaned_data["birth_certificate"])
        if value:
            verdict = may_be_identifier("birth_certificate", value)
            if not verdict:
                raise forms.ValidationError(str(verdict.reason))
        return value

    def new_person(self) -> NewPerson:
        """As the action takes it."""
        data = self.cleaned_data
        return NewPerson(
            details=self.details(),
            fin=data["fin"],
            papers=(("birth_certificate", data["birth_certificate"]),) if data["birth_certificate"] else (),
            phones=(data["phone"],) if data["phone"] else (),
            lives=residence(place_by_code(data["place"]) if data["place"] else None, data["line"]),
        )


def typed_already(words: list[str], asked: Asked) -> dict[str, Any]:
    """What was typed into the search box, put where it belongs: nobody types a name twice."""
    initial: dict[str, Any] = {}
    for field, word in zip(("family_name", "given_name", "fathers_name"), words, strict=False):
        initial[field] = az_title(word)
    if asked.sex or asked.only:
        initial["sex"] = asked.only or asked.sex
    for group in asked.groups:
        if group.fin and not group.word:
            initial["fin"] = group.fin
        if group.days:
            initial["born"] = f"{group.days[0][0]:%d.%m.%Y}"
        if group.phone.startswith("+"):
            initial["phone"] = group.phone
    return initial
