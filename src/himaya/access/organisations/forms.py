"""Forms of units and organisations."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from himaya.access.units.forms import UnitChoice, offer
from himaya.access.units.models import Unit
from himaya.kit.fields import LineField
from himaya.kit.forms import CodeField, Form
from himaya.reference.models import Territory


class _Named(Form):
    """A kind and a name in three languages."""

    kind = CodeField("body.kind", label=_("Kind of body"))
    name_az = LineField(label=_("Name in Azerbaijani"))
    name_en = LineField(label=_("Name in English"))
    name_ru = LineField(label=_("Name in Russian"))


class OrganisationForm(_Named):
    """A body."""

    voen = forms.RegexField(
        r"^\d{10}$",
        label=_("VÖEN"),
        required=False,
        error_messages={"invalid": _("A VÖEN has ten digits.")},
    )


class UnitForm(_Named):
    """A part of a body."""

    parent = UnitChoice(label=_("Below"))
    territories = forms.ModelMultipleChoiceField(
        Territory.objects.all(),
        label=_("Answers for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Districts whose reports come to this unit."),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], stays: bool = False, **kwargs: Any) -> None:
        """`stays`: the unit stands below none of `units`, so its place is not asked for."""
        super().__init__(*args, **kwargs)
        offer(self.fields["parent"], units)
        if stays:
            del self.fields["parent"]


def values_of(unit: Unit) -> dict[str, object]:
    """A unit as its form shows it."""
    return {
        "kind": unit.kind,
        "name_az": unit.name_az,
        "name_en": unit.name_en,
        "name_ru": unit.name_ru,
        "parent": unit.parent.public_id if unit.parent else None,
        "territories": [place.pk for place in unit.territories.all()],
    }
