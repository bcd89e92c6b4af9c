"""What the search door notes: who searched how often, and that a sealed person was looked for."""

from django.db import models

from himaya.access.models import Protected
from himaya.kit.privacy import internal


class SealedSighting(Protected):
    """Somebody searched for, or tried to register, a person who is sealed. In that person's dossier, so that
    only those who guard the person see it. Written by the search door alone."""

    append_only = True

    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    seeker = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = internal(models.DateTimeField())
    # `search` or `identifier`.
    how = internal(models.CharField(max_length=12))

    class Meta:
        indexes = [models.Index(fields=["at"], name="sighting_at")]

    def __str__(self) -> str:
        return f"sighting {self.pk}"
