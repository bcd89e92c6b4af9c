"""Forms of commissions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Organisation
from himaya.cases.commission.models import Commission
from himaya.cases.commission.queries import people_to_sit, secretaries_of, units_to_keep
from himaya.kit import clock
from himaya.kit.forms import CodeField, DateField, Form
from himaya.reference.queries import in_language


class NamedField(forms.ModelChoiceField):
    """A unit or organisation, by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return in_language(obj.name_az, obj.name_en, obj.name_ru)


def bodies() -> Any:
    """Organisations in use."""
    return Organisation.objects.filter(is_active=True).order_by("name_az")


class EstablishForm(Form):
    """Where, of what kind, since when, and who keeps its papers."""

    unit: Any = NamedField(None, label=_("Unit"))
    kind = CodeField("commission.kind", radio=True, label=_("Kind of commission"))
    established_on = DateField(future=False, label=_("Established on"))
    secretary: Any = forms.ModelChoiceField(None, label=_("Secretary"))
    stands_for: Any = NamedField(None, label=_("For which organisation"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_to_keep(user)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["secretary"].queryset = secretaries_of(units)  # type: ignore[attr-defined]
        self.fields["stands_for"].queryset = bodies()  # type: ignore[attr-defined]


class SeatForm(Form):
    """Who, as what, for whom, and how long."""

    user: Any = forms.ModelChoiceField(None, label=_("Who"))
    function = CodeField("commission.function", label=_("Function"))
    stands_for: Any = NamedField(None, label=_("For which organisation"))
    starts_on = DateField(label=_("From"))
    ends_on = DateField(required=False, past=False, label=_("Until (the first day after the term)"))

    def __init__(self, *args: Any, commission: Commission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people_to_sit(commission.unit)  # type: ignore[attr-defined]
        self.fields["stands_for"].queryset = bodies()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = clock.today


class EndSeatForm(Form):
    """The first day on which the seat is empty."""

    ends_on = DateField(past=False, label=_("The term ends on"))


class DissolveForm(Form):
    """Why it ends."""

    reason = CodeField("commission.dissolve_reason", radio=True, label=_("Reason"))
