"""What other contexts may ask of the registry."""

from himaya.registry.adjudication.queries import queue as pairs_to_judge
from himaya.registry.consent.queries import standing_consents
from himaya.registry.documents.queries import documents_of
from himaya.registry.file.queries import PersonFile, age_note, person_file
from himaya.registry.households.queries import Family, Kin, family_of, households_of
from himaya.registry.imports.queries import lists_in_hand
from himaya.registry.people.queries import current_address, unit_of_residence
from himaya.registry.search.emergency import emergency_doors
from himaya.registry.search.queries import Match, TooManySearches, find_people, likely_duplicates
from himaya.registry.statuses.queries import in_group

__all__ = [
    "Family",
    "Kin",
    "Match",
    "PersonFile",
    "TooManySearches",
    "age_note",
    "current_address",
    "documents_of",
    "emergency_doors",
    "family_of",
    "find_people",
    "households_of",
    "in_group",
    "likely_duplicates",
    "lists_in_hand",
    "pairs_to_judge",
    "person_file",
    "standing_consents",
    "unit_of_residence",
]
