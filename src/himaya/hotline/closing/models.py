"""That a caller at risk hung up, and what a supervisor decided."""

from django.db import models

from himaya.access.models import Protected
from himaya.kit.privacy import internal, special


class CallerLeft(Protected):
    """One leaving: what the counsellor saw of it, whether the call was traced or help sent, and the decision."""

    contact = models.ForeignKey("hotline.Contact", on_delete=models.PROTECT, related_name="leavings")
    left_at = internal(models.DateTimeField())
    what = special(models.TextField())
    # Code of `hotline.trace`; empty until the supervisor has said.
    trace = internal(models.CharField(max_length=40, blank=True))
    decision = internal(models.CharField(max_length=20, blank=True))
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = internal(models.DateTimeField(null=True))
    note = special(models.TextField(blank=True))

    def __str__(self) -> str:
        return f"left {self.contact_id}"
