"""What other contexts may ask of the registry."""

from himaya.registry.adjudication.queries import pairs_to_judge
from himaya.registry.consent.queries import standing_consents
from himaya.registry.documents.homes import homes_of
from himaya.registry.documents.queries import Folder, documents_of, folder_of, running_out
from himaya.registry.file.queries import PersonFile, age_note, person_file
from himaya.registry.households.queries import Family, Kin, family_of, households_of
from himaya.registry.imports.display import known_as
from himaya.registry.imports.matching.alike import born_of
from himaya.registry.imports.queries import (
    largest_list,
    likely_of,
    lists_in_hand,
    saved_list,
    units_of,
)
from himaya.registry.imports.reading import PersonLine, people_in_file, title_key
from himaya.registry.ownfile.parts import Asker, openly
from himaya.registry.ownfile.parts import Piece as OwnFilePiece
from himaya.registry.ownfile.parts import others as own_file_names
from himaya.registry.ownfile.parts import part as own_file_part
from himaya.registry.ownfile.parts import standing as own_file_standing
from himaya.registry.ownfile.queries import document_pieces
from himaya.registry.people.queries import current_address, unit_of_residence
from himaya.registry.retention.parts import Work as RetainedWork
from himaya.registry.retention.parts import work as retained_work
from himaya.registry.search.emergency import emergency_doors
from himaya.registry.search.queries import Match, TooManySearches, find_people, likely_duplicates
from himaya.registry.sources.queries import details_of
from himaya.registry.statuses.queries import groups_of, in_group, people_in_group

__all__ = [
    "Asker",
    "Family",
    "Folder",
    "Kin",
    "Match",
    "OwnFilePiece",
    "PersonFile",
    "PersonLine",
    "RetainedWork",
    "TooManySearches",
    "age_note",
    "born_of",
    "current_address",
    "details_of",
    "document_pieces",
    "documents_of",
    "emergency_doors",
    "family_of",
    "find_people",
    "folder_of",
    "groups_of",
    "homes_of",
    "households_of",
    "in_group",
    "known_as",
    "largest_list",
    "likely_duplicates",
    "likely_of",
    "lists_in_hand",
    "openly",
    "own_file_names",
    "own_file_part",
    "own_file_standing",
    "pairs_to_judge",
    "people_in_file",
    "people_in_group",
    "person_file",
    "retained_work",
    "running_out",
    "saved_list",
    "standing_consents",
    "title_key",
    "unit_of_residence",
    "units_of",
]
