"""An application for social services, and what was decided on it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special


class Application(Protected):
    """Of one case of the kind *social service*: who applied for whom, on what grounds, and the decision with its
    reasons (Law on Social Services, 275-IVQ, art. 7, as amended in 2025)."""

    GRANTED, REFUSED = "granted", "refused"

    public_id = internal(PublicIdField())
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="application")
    channel = internal(models.CharField(max_length=60))
    applied_by = internal(models.CharField(max_length=60))
    # For whom, as it was said at the desk; who applied, where it was not the person; how to reach whoever applied.
    person_name = personal(models.CharField(max_length=150, blank=True))
    address = personal(models.CharField(max_length=300, blank=True))
    applicant = personal(models.CharField(max_length=150, blank=True))
    contact = personal(models.CharField(max_length=150, blank=True))
    for_family = internal(models.BooleanField(default=False))
    grounds_claimed = special(
        ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True
    )
    asked = special(models.TextField())
    taken_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = internal(models.DateTimeField())
    # The decision.
    decision = internal(models.CharField(max_length=10, blank=True))
    grounds_found = special(
        ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True
    )
    forms = internal(ArrayField(models.CharField(max_length=60), default=list, blank=True))
    refusal = internal(models.CharField(max_length=60, blank=True))
    reasons = special(models.TextField(blank=True))
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = internal(models.DateTimeField(null=True))
    letter = models.ForeignKey("workflow.Paper", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="")
                | Q(decision__in=["granted", "refused"], decided_at__isnull=False) & ~Q(reasons=""),
                name="application_decision_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"application {self.case_id}"

    def get_absolute_url(self) -> str:
        """The part of its case."""
        return str(self.case.get_absolute_url()) + "application/"
