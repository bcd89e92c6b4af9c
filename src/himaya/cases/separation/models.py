"""What threatens to part a child from its family, and where the child lives in the end."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, special


class SeparationRisk(Protected):
    """Of one case: who asks for the child to be placed, on what grounds, who of the kin was asked, what would let the
    family keep the child; and, before the case ends, where the child lives (UN Guidelines, 3, 9, 32-38)."""

    public_id = internal(PublicIdField())
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="separation")
    grounds = special(ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True)
    asked_by = internal(models.CharField(max_length=60, blank=True))
    asked_for = internal(models.CharField(max_length=60, blank=True))
    what_helps = special(models.TextField(blank=True))
    kin_asked = special(models.TextField(blank=True))
    written_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    written_at = internal(models.DateTimeField(null=True))
    # Where the child lives in the end, since when, and why.
    outcome = internal(models.CharField(max_length=60, blank=True))
    outcome_on = internal(models.DateField(null=True))
    outcome_why = special(models.TextField(blank=True))
    outcome_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["outcome_on"], condition=~models.Q(outcome=""), name="separation_outcome")
        ]

    def __str__(self) -> str:
        return f"separation {self.case_id}"

    def get_absolute_url(self) -> str:
        """The part of its case."""
        return str(self.case.get_absolute_url()) + "separation/"
