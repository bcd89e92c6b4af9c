"""Form fields over reference data, for the forms of every context."""

from himaya.reference.codelists.forms import CodeChoiceField, CodesChoiceField
from himaya.reference.territory.forms import PlaceField, TerritoryField

__all__ = ["CodeChoiceField", "CodesChoiceField", "PlaceField", "TerritoryField"]
