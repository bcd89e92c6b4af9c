"""Who a case was offered to, and what they answered."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.privacy import internal


class Assignment(Protected):
    """A case offered to a worker: accepted, declined with a reason, or taken back."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="assignments")
    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    offered_at = internal(models.DateTimeField())
    offered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Code of the reason for which a warning (away, over the caseload limit) was passed over.
    override_reason = internal(models.CharField(max_length=60, blank=True))
    accepted_at = internal(models.DateTimeField(null=True))
    declined_at = internal(models.DateTimeField(null=True))
    decline_reason = internal(models.CharField(max_length=60, blank=True))
    ended_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True, declined_at__isnull=True),
                name="assignment_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["worker"], condition=Q(ended_at__isnull=True), name="assignment_worker")
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} to {self.worker_id}"
