"""What other contexts may ask of the registry without its tables."""

from himaya.registry.consent.rules import counts_on
from himaya.registry.documents.rules import safe_name
from himaya.registry.imports.cleaning.reasons import REASONS as ROW_REASONS
from himaya.registry.imports.cleaning.reasons import REFUSED as ROW_REFUSED
from himaya.registry.ownfile.rules import Standing
from himaya.registry.people.rules import Details, Residence
from himaya.registry.registration.rules import NewPerson, Purpose, read_purpose

__all__ = [
    "ROW_REASONS",
    "ROW_REFUSED",
    "Details",
    "NewPerson",
    "Purpose",
    "Residence",
    "Standing",
    "counts_on",
    "read_purpose",
    "safe_name",
]
