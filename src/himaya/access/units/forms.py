"""Choosing a unit."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from himaya.access.units.models import Unit


class UnitChoice(forms.ModelChoiceField):
    """A unit, indented by how deep it stands. The form that holds it says which units are offered."""

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "label": _("Unit"),
            "empty_label": _("Choose"),
            "to_field_name": "public_id",
        } | kwargs
        super().__init__(Unit.objects.none(), **given)

    def label_from_instance(self, obj: Unit) -> str:
        return "\u2003" * (len(obj.path) - 1) + str(obj)


def offer(field: forms.Field, units: QuerySet[Unit]) -> None:
    """Says which units a form offers."""
    cast(UnitChoice, field).queryset = units
