"""Call-backs owed to a caller at risk."""

from django.db import models

from himaya.kit.privacy import internal, special
from himaya.workflow.models import Governed


class FollowUp(Governed):
    """One call-back: due a norm's time after the contact, made or given up for a coded reason."""

    contact = models.ForeignKey("hotline.Contact", on_delete=models.PROTECT, related_name="follow_ups")
    norm = internal(models.CharField(max_length=60))
    since = internal(models.DateTimeField())
    due_at = internal(models.DateTimeField())
    done_at = internal(models.DateTimeField(null=True))
    done_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Code of `hotline.call_result`.
    result = internal(models.CharField(max_length=40, blank=True))
    feeling = special(models.SmallIntegerField(null=True))
    note = special(models.TextField(blank=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "norm"], name="followup_once")]

    def __str__(self) -> str:
        return f"{self.norm} {self.contact_id}"

    def get_absolute_url(self) -> str:
        """People work from the contact."""
        return self.contact.get_absolute_url()

    @property
    def reference(self) -> str:
        """People speak of the contact."""
        return self.contact.reference
