"""Models by which records are compared: trained, tried, checked by a human, published, replaced."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.kit.privacy import internal
from himaya.workflow.models import Governed


class LinkModel(Governed):
    """One trained model with the report of its trial. Held by the national desk; names nobody. It never changes: a
    new training is a new model."""

    # As shown and as kept with each pair: people-2026-11-22-1.
    name = internal(models.CharField(max_length=40, unique=True))
    # The JSON artefact, without how common names are (those are in LinkShare), and its SHA-256.
    artefact = internal(models.TextField())
    digest = internal(models.CharField(max_length=64))
    # Of what is compared and how: a release that compares something else does not use it.
    shape = internal(models.CharField(max_length=64))
    # The same numbers as the database reads them (linkage/sql.py).
    weights = internal(models.JSONField())
    rarest = internal(models.FloatField())
    report = internal(models.JSONField())
    trained_at = internal(models.DateTimeField())

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="published"), name="link_model_published_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page on which it is checked."""
        return reverse("people:model-detail", args=[self.public_id])


class LinkShare(models.Model):
    """How common a name or place is, as a model saw it. Only of what at least five people share."""

    model = models.ForeignKey(LinkModel, on_delete=models.PROTECT, related_name="shares")
    column = internal(models.CharField(max_length=20))
    value = internal(models.CharField(max_length=120))
    share = internal(models.FloatField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "column", "value"], name="link_share_once")]

    def __str__(self) -> str:
        return f"{self.column} {self.value}"


class LinkRun(models.Model):
    """One run of the batch over the register: figures only."""

    model = models.ForeignKey(LinkModel, on_delete=models.PROTECT, related_name="runs")
    began_at = internal(models.DateTimeField())
    ended_at = internal(models.DateTimeField())
    # All people compared with all, or only the new and changed with all.
    whole = internal(models.BooleanField())
    people = internal(models.IntegerField())
    fresh = internal(models.IntegerField())
    compared = internal(models.IntegerField())
    likely = internal(models.IntegerField())
    groups = internal(models.IntegerField())
    raised = internal(models.IntegerField())
    # Likely pairs left for the next run: no more are put before people at once than they can judge.
    left = internal(models.IntegerField())
    joined_rows = internal(models.IntegerField())

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"run {self.pk}"
