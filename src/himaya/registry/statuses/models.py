"""Groups and legal standings a person is in, each for a time and with its ground."""

from django.db import models
from django.db.models import F, Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, special
from himaya.registry.people.models import Person


class GroupMembership(Protected):
    """One status of one person: dated, with the decision it rests on and the source that told us."""

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statuses")
    # A code of the list `vulnerable.group`.
    status = special(models.CharField(max_length=60))
    started_on = special(models.DateField())
    ended_on = special(models.DateField(null=True, blank=True))
    decision = special(models.CharField(max_length=200, blank=True, default=""))
    decided_on = special(models.DateField(null=True, blank=True))
    source = special(models.CharField(max_length=200))
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ended_on", "-started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "status"], condition=Q(ended_on__isnull=True), name="status_current_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="status_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"
