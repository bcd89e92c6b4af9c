"""What other contexts may ask of the registry without its tables."""

from himaya.registry.consent.rules import counts_on
from himaya.registry.ownfile.rules import Standing
from himaya.registry.people.rules import Details, Residence
from himaya.registry.registration.rules import NewPerson, Purpose, read_purpose

__all__ = ["Details", "NewPerson", "Purpose", "Residence", "Standing", "counts_on", "read_purpose"]
