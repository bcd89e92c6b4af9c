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


class DoomedFile(models.Model):
    """A file whose record was anonymised: put here in the same transaction, deleted from the store after it. Whatever
    ends the process between the two, the row is still here and the worker goes on."""

    erasable = True

    name = internal(models.CharField(max_length=80, unique=True))
    doomed_at = internal(models.DateTimeField())

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="doomed_file_named")]

    def __str__(self) -> str:
        return self.name
