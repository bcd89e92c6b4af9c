"""Organisations and their units: a tree over the territory (domain §2.3)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, public


class Organisation(models.Model):
    """A body: a ministry, an agency, a commission, an NGO."""

    public_id = internal(PublicIdField())
    kind = public(models.CharField(max_length=40))
    name_az = public(models.CharField(max_length=200))
    name_en = public(models.CharField(max_length=200))
    name_ru = public(models.CharField(max_length=200))
    voen = public(models.CharField(max_length=10, blank=True))
    is_active = public(models.BooleanField(default=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name_az"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name_az


class Unit(models.Model):
    """A part of an organisation that holds records and people: a department, a district desk, a centre.

    `path` holds the ids of the units above it and its own, kept by the database.
    """

    public_id = internal(PublicIdField())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = public(models.CharField(max_length=40))
    name_az = public(models.CharField(max_length=200))
    name_en = public(models.CharField(max_length=200))
    name_ru = public(models.CharField(max_length=200))
    territories = models.ManyToManyField("reference.Territory", blank=True, related_name="+")
    path = internal(ArrayField(models.BigIntegerField(), default=list, editable=False))
    is_national_desk = internal(models.BooleanField(default=False))
    is_active = public(models.BooleanField(default=True))

    class Meta:
        indexes = [GinIndex(fields=["path"], name="unit_path")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "parent", "name_az"], name="unit_once"),
            models.UniqueConstraint(
                fields=["is_national_desk"],
                condition=models.Q(is_national_desk=True, is_active=True),
                name="unit_one_national_desk",
                violation_error_message=_("The country has one national desk already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_az
