"""Templates of letters, and the letters made from them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F
from django.urls import reverse

from himaya.access.models import Protected, StoredName
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, public


class PaperTemplate(models.Model):
    """One version of a kind of letter: its layout (Typst) and its wording in the three languages, for a stretch
    of time. A letter keeps the version it was made with."""

    key = public(models.CharField(max_length=60))
    number = public(models.PositiveSmallIntegerField())
    series = public(models.CharField(max_length=8))
    valid = public(DateRangeField())
    layout = public(models.TextField())
    wording = public(models.JSONField())
    digest = public(models.CharField(max_length=64))
    loaded_at = internal(models.DateTimeField())

    class Meta:
        ordering = ["key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="paper_template_once"),
            ExclusionConstraint(
                name="paper_one_template_a_day",
                expressions=[(F("key"), RangeOperators.EQUAL), (F("valid"), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class PaperCount(models.Model):
    """The last number given in a series and year; taken in the letter's own transaction, so no number is lost."""

    series = internal(models.CharField(max_length=8))
    year = internal(models.PositiveSmallIntegerField())
    last = internal(models.PositiveIntegerField(default=0))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="paper_count_once")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"


class Paper(Protected):
    """A letter as it was made. The file lies in the uploads, closed with the dossier's key, under a name
    that says nothing. `sha256` and `size` are of the letter itself."""

    append_only = True

    public_id = internal(PublicIdField())
    number = internal(models.CharField(max_length=24, unique=True))
    template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, related_name="+")
    process = internal(models.CharField(max_length=40))
    subject_id = internal(models.BigIntegerField())
    language = internal(models.CharField(max_length=2))
    # Empty once the letter was destroyed with its record.
    stored_as = internal(StoredName())
    sha256 = personal(models.CharField(max_length=64, blank=True))
    size = internal(models.PositiveIntegerField())
    made_at = internal(models.DateTimeField())
    made_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["process", "subject_id"], name="paper_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["stored_as"], condition=~models.Q(stored_as=""), name="paper_stored_once"
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Where the letter is opened."""
        return reverse("workflow:paper", args=[self.public_id])
