"""The data key of a dossier: its closed columns open with this and with nothing else."""

from django.db import models

from himaya.access.protection.models import Protected
from himaya.kit.privacy import internal, secret


class DossierKey(Protected):
    """Kept under a master key that is not in the database. Destroyed, it takes the texts with it: in the tables,
    in their history and in every backup that does not hold an older copy of this row."""

    append_only = True  # renewed by the owner's command, erased through a door; never by the pages

    wrapped = secret(models.TextField(blank=True))
    erased_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier"], name="dossier_key_once")]

    def __str__(self) -> str:
        return f"key of {self.dossier_id}"
