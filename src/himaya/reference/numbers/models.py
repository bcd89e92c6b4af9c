"""Telephone numbers for help."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from himaya.kit.privacy import public
from himaya.reference.certainty import Named, Sourced


class HelpNumber(Named, Sourced):
    """A number to call, and when. `urgent` ones stand in the urgent panel of every public page.

    Short codes are text: no telephone library knows them.
    """

    number = public(models.CharField(max_length=20, unique=True))
    when_az = public(models.CharField(max_length=200))
    when_en = public(models.CharField(max_length=200))
    when_ru = public(models.CharField(max_length=200))
    urgent = public(models.BooleanField(default=False))
    for_children = public(models.BooleanField(default=False))
    order = public(models.PositiveIntegerField(default=0))
    valid = public(DateRangeField(default=(None, None)))

    class Meta:
        ordering = ["order", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
