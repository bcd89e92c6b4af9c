"""Who opened which record in an emergency, why, and what the review said."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.protection.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal


class Opening(Protected):
    """One opening, or one try that was refused. Written by the door in the database, reviewed by the unit that
    held the record."""

    OPENED, SEALED, WALLED = "opened", "sealed", "walled"

    public_id = internal(PublicIdField())
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    outcome = internal(models.CharField(max_length=10))
    reason = internal(models.CharField(max_length=60))
    words = personal(models.TextField())
    opened_at = internal(models.DateTimeField())
    expires_at = internal(models.DateTimeField(null=True))
    reviewed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = internal(models.DateTimeField(null=True))
    result = internal(models.CharField(max_length=60, blank=True))
    review_words = personal(models.TextField(blank=True))

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-opened_at"], name="opening_unit"),
            models.Index(fields=["unit"], condition=Q(reviewed_at__isnull=True), name="opening_waiting"),
            models.Index(fields=["user", "-opened_at"], name="opening_user"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.public_id}"

    def get_absolute_url(self) -> str:
        """Its review page."""
        return reverse("access:opening-detail", args=[self.public_id])
