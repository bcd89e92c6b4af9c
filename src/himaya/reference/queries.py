"""The reads of this context: what others ask of the reference data."""

from himaya.reference.calendar.queries import days_off
from himaya.reference.certainty import in_language
from himaya.reference.codelists.queries import (
    CodeItem,
    choices,
    code_item,
    codelist,
    codes,
    label,
    labels,
    with_parents,
)
from himaya.reference.norms.queries import competent, norm, norm_history, norm_or_none, norms_in_force
from himaya.reference.norms.rules import NormMissing, NormValue
from himaya.reference.numbers.queries import help_numbers, when_to_call
from himaya.reference.population.queries import figure
from himaya.reference.release.queries import forget, remembered, version
from himaya.reference.territory.queries import (
    Place,
    administration_of,
    by_code,
    by_id,
    full_name,
    ids_downwards,
    ids_upwards,
    place_by_code,
    place_of,
    region_of,
    same_administration,
    territories,
    tiles,
    unit_of,
    units,
    upwards,
)
from himaya.reference.territory.resolve import PlaceCandidate, PlaceMatch, resolve_place, suggest_places

__all__ = [
    "CodeItem",
    "NormMissing",
    "NormValue",
    "Place",
    "PlaceCandidate",
    "PlaceMatch",
    "administration_of",
    "by_code",
    "by_id",
    "choices",
    "code_item",
    "codelist",
    "codes",
    "competent",
    "days_off",
    "figure",
    "forget",
    "full_name",
    "help_numbers",
    "ids_downwards",
    "ids_upwards",
    "in_language",
    "label",
    "labels",
    "norm",
    "norm_history",
    "norm_or_none",
    "norms_in_force",
    "place_by_code",
    "place_of",
    "region_of",
    "remembered",
    "resolve_place",
    "same_administration",
    "suggest_places",
    "territories",
    "tiles",
    "unit_of",
    "units",
    "upwards",
    "version",
    "when_to_call",
    "with_parents",
]
