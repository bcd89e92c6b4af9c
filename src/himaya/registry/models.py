"""Re-exports the models of this context's topics."""

from himaya.registry.adjudication.models import Judgement, Pair
from himaya.registry.consent.models import Consent, ConsentUse
from himaya.registry.documents.models import Document
from himaya.registry.households.models import Household, HouseholdMember, Relationship
from himaya.registry.identifiers.models import PersonIdentifier
from himaya.registry.imports.models import ImportBatch, ImportColumn, ImportPiece, ImportRow
from himaya.registry.linkage.models import LinkModel, LinkRun, LinkShare
from himaya.registry.merging.models import Merge, MergeMove, MergeNews
from himaya.registry.names.models import FormerName
from himaya.registry.ownfile.models import OwnFile, OwnFileLine, OwnFileRelease
from himaya.registry.people.models import Address, Person, Phone
from himaya.registry.quality.models import QualityCount
from himaya.registry.retention.models import LegalHold, Retention
from himaya.registry.search.models import SealedSighting
from himaya.registry.sources.models import (
    FieldChoice,
    Source,
    SourceCut,
    SourceLink,
    SourceRecord,
    SourceTelling,
    SourceTrust,
    Underived,
)
from himaya.registry.statuses.models import CareFact, GroupMembership

__all__ = [
    "Address",
    "CareFact",
    "Consent",
    "ConsentUse",
    "Document",
    "FieldChoice",
    "FormerName",
    "GroupMembership",
    "Household",
    "HouseholdMember",
    "ImportBatch",
    "ImportColumn",
    "ImportPiece",
    "ImportRow",
    "Judgement",
    "LegalHold",
    "LinkModel",
    "LinkRun",
    "LinkShare",
    "Merge",
    "MergeMove",
    "MergeNews",
    "OwnFile",
    "OwnFileLine",
    "OwnFileRelease",
    "Pair",
    "Person",
    "PersonIdentifier",
    "Phone",
    "QualityCount",
    "Relationship",
    "Retention",
    "SealedSighting",
    "Source",
    "SourceCut",
    "SourceLink",
    "SourceRecord",
    "SourceTelling",
    "SourceTrust",
    "Underived",
]
