"""Fields that choose a place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from himaya.kit import text
from himaya.reference.territory.models import Territory
from himaya.reference.territory.queries import Place, by_code, full_name, place_by_code, units
from himaya.reference.territory.resolve import PlaceMatch, resolve_place


class TerritoryField(forms.ChoiceField):
    """One of the 78 units, chosen from a list. Gives the Territory, or None."""

    def __init__(self, *, empty_label: str = "—", **kwargs: Any) -> None:
        self.empty_label = empty_label
        super().__init__(choices=self._offered, **kwargs)

    def _offered(self) -> list[tuple[str, str]]:
        return [("", self.empty_label), *((t.code, full_name(t)) for t in units())]

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Territory) else value

    def clean(self, value: Any) -> Territory | None:
        code = super().clean(value.code if isinstance(value, Territory) else value)
        return by_code(code) if code else None


class PlaceField(forms.CharField):
    """A place as people write it, or the code a picker sends. Gives a PlaceMatch: exact, ambiguous or none.

    With `must_be_sure` an ambiguous or unknown place is refused with the places that may be meant; without it
    everything is taken, because a report about a child is never turned away over a spelling.
    """

    default_error_messages = {
        "ambiguous": _("Several places are called so: %(places)s. Say which."),
        "unknown": _("This place was not found. Write the rayon or the city."),
    }

    def __init__(self, *, must_be_sure: bool = False, **kwargs: Any) -> None:
        self.must_be_sure = must_be_sure
        super().__init__(**({"max_length": 300} | kwargs))

    def to_python(self, value: Any) -> Any:
        return text.clean_line(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return value.label if isinstance(value, Place) else value

    def clean(self, value: Any) -> PlaceMatch:
        written = super().clean(value)
        known = place_by_code(written) if written else None
        match = PlaceMatch.sure(known) if known else resolve_place(written)
        if self.must_be_sure and written and match.status != "exact":
            places = "; ".join(candidate.place.label for candidate in match.candidates[:6])
            code = "ambiguous" if places else "unknown"
            raise ValidationError(self.error_messages[code], code=code, params={"places": places})
        return match
