"""People, once each."""

from django.db import models

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal


class Person(Protected):
    """A child or adult known to any agency. The dossier is held by the unit of the place of residence."""

    public_id = internal(PublicIdField())
    family_name = personal(models.CharField(max_length=100, blank=True))
    given_name = personal(models.CharField(max_length=100, blank=True))
    fathers_name = personal(models.CharField(max_length=100, blank=True))

    def __str__(self) -> str:
        return " ".join(filter(None, [self.family_name, self.given_name, self.fathers_name]))
