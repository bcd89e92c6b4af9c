"""Handing a case over: to another worker, or to another unit."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.kit.privacy import internal, special
from himaya.workflow.models import Governed


class Transfer(Governed):
    """An offer of a case. Until it is accepted the sender owns the case and every deadline of it."""

    OFFERED = "offered"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="transfers")
    from_unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    from_worker = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Another unit, or a worker of the same one.
    to_unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    to_worker = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = internal(models.CharField(max_length=60))
    # What the receiver must know before saying yes: what is open, what is dangerous, who to ring.
    handover = special(models.TextField())
    offered_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    offered_at = internal(models.DateTimeField())
    expires_at = internal(models.DateTimeField())
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = internal(models.DateTimeField(null=True))
    decline_reason = internal(models.CharField(max_length=60, blank=True))
    answer_note = special(models.TextField(blank=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="offered"), name="transfer_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit"], condition=Q(status="offered"), name="transfer_to_unit"),
            models.Index(fields=["expires_at"], condition=Q(status="offered"), name="transfer_expires"),
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}"

    def get_absolute_url(self) -> str:
        """The offer's page."""
        return reverse("cases:transfer-detail", args=[self.public_id])

    @property
    def reference(self) -> str:
        """The case's number, by which people speak of it."""
        return self.case.reference

    @property
    def between_units(self) -> bool:
        """Whether the case goes to another unit."""
        return self.from_unit_id != self.to_unit_id
