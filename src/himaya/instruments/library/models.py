"""Questionnaires and their versions. Not about any person: public."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F
from django.utils.translation import get_language

from himaya.instruments.library.definition import Definition, shared
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, public


class Instrument(models.Model):
    """A questionnaire, known to the records by its code (`safety`, `needs`, `review`)."""

    public_id = internal(PublicIdField())
    code = public(models.CharField(max_length=60, unique=True))
    name_az = public(models.CharField(max_length=200))
    name_en = public(models.CharField(max_length=200))
    name_ru = public(models.CharField(max_length=200))

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return {"en": self.name_en, "ru": self.name_ru}.get((get_language() or "az")[:2], self.name_az)


class InstrumentVersion(models.Model):
    """What a questionnaire asks during a stretch of time. Answers keep the version they were given to, so a new
    version never changes the meaning of old answers."""

    public_id = internal(PublicIdField())
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = public(models.PositiveSmallIntegerField())
    valid = public(DateRangeField())
    definition = public(models.JSONField())
    digest = public(models.CharField(max_length=64))
    licence = public(models.CharField(max_length=60))
    source = public(models.TextField())
    loaded_at = internal(models.DateTimeField())

    class Meta:
        ordering = ["instrument", "number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_once"),
            ExclusionConstraint(
                name="instrument_one_version_a_day",
                expressions=[(F("instrument"), RangeOperators.EQUAL), (F("valid"), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument.code} {self.number}"

    @property
    def content(self) -> Definition:
        """The definition, read and checked."""
        return shared(self.definition)
