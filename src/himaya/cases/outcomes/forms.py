"""What the figures are narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.process import CaseWork
from himaya.kit import clock
from himaya.kit.forms import Form
from himaya.reference.forms import TerritoryField

YEARS = 6
BY = [
    ("unit", _("Unit")),
    ("worker", _("Social worker")),
    ("provider", _("Provider")),
    ("place", _("District")),
    ("kind", _("Kind of case")),
]


class PeriodForm(Form):
    """The year, the kind of case, the place, and by what the changes are told apart; everything may stay empty."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    kind = forms.ChoiceField(label=_("Kind of case"), required=False)
    place = TerritoryField(label=_("District"), required=False)
    by = forms.ChoiceField(
        label=_("Changes told apart by"), required=False, choices=[("", _("Nothing")), *BY]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clock.today().year
        self.offer("year", [(str(year), str(year)) for year in range(now, now - YEARS, -1)])
        kinds = [(code, kind.title) for code, kind in CaseWork.variants.items()]
        self.offer("kind", [("", _("Any")), *kinds])

    def asked(self) -> dict[str, Any]:
        """As the query takes it; what makes no sense is left out."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        year = str(said.get("year") or clock.today().year)
        return {
            "year": int(year),
            "kind": said.get("kind") or "",
            "place": said.get("place"),
            "by": said.get("by") or "",
        }
