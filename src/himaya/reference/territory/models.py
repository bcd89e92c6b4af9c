"""Territories and settlements."""

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from himaya.kit.privacy import public
from himaya.kit.text_sql import folded, sorted_by
from himaya.reference.certainty import Named, Sourced


class SearchKey(Func):
    """All names of a row, folded; e counts as ə, because people without the letter write e."""

    template = "translate(himaya_fold(%(expressions)s), 'e', 'a')"
    arg_joiner = " || ' ' || "
    output_field = models.TextField(db_collation="C")


def _searched() -> models.GeneratedField:
    return models.GeneratedField(
        expression=SearchKey(F("name_az"), F("name_en"), F("name_ru"), F("aliases")),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


class Territory(Named, Sourced):
    """A part of the country to which bodies, people and reports belong.

    `code` is the ISO 3166-2 code where there is one, else ours (`X-AGD`, `AZ-BA-BIN`, `R-ARAN`).
    `everyday_word` warns that a word or a person is called so too (Şuşa, Nizami): in a long text it counts only
    with its kind or its ending. `administered_with` names the unit whose authority runs this one too, as
    Lənkəran rayon does for the city.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("economic region")
        CITY = "city", _("city")
        RAYON = "rayon", _("rayon")
        DISTRICT = "district", _("city district")

    code = public(models.CharField(max_length=12, unique=True))
    iso_code = public(models.CharField(max_length=6, unique=True, null=True, blank=True))
    kind = public(models.CharField(max_length=10, choices=Kind.choices))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    administered_with = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    aliases = public(models.CharField(max_length=300, blank=True, default=""))
    everyday_word = public(models.BooleanField(default=False))
    valid = public(DateRangeField(default=(None, None)))
    name_fold = public(folded("name_az"))
    name_sort = public(sorted_by("name_az"))
    search_key = public(_searched())

    class Meta:
        ordering = ["name_sort", "kind"]
        indexes = [GinIndex(name="territory_search", fields=["search_key"], opclasses=["gin_trgm_ops"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["country", "region", "city", "rayon", "district"]),
                name="territory_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="country") | models.Q(parent__isnull=False),
                name="territory_has_parent",
            ),
        ]

    @property
    def is_unit(self) -> bool:
        """One of the 78 units: a rayon or a city of the republic's rank."""
        return self.kind in (self.Kind.CITY, self.Kind.RAYON)


class Settlement(Named, Sourced):
    """A town, a township or a village, and the unit or city district in which it lies."""

    class Kind(models.TextChoices):
        TOWN = "town", _("town")
        TOWNSHIP = "township", _("township")
        VILLAGE = "village", _("village")

    code = public(models.CharField(max_length=80, unique=True))
    kind = public(models.CharField(max_length=10, choices=Kind.choices))
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="settlements")
    aliases = public(models.CharField(max_length=300, blank=True, default=""))
    everyday_word = public(models.BooleanField(default=False))
    valid = public(DateRangeField(default=(None, None)))
    name_fold = public(folded("name_az"))
    name_sort = public(sorted_by("name_az"))
    search_key = public(_searched())

    class Meta:
        ordering = ["name_sort", "code"]
        indexes = [
            GinIndex(name="settlement_search", fields=["search_key"], opclasses=["gin_trgm_ops"]),
            models.Index(fields=["name_fold"], name="settlement_name"),
        ]
