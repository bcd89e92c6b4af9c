"""Names a person bore before."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special
from himaya.registry.people.models import Person


class FormerName(Protected):
    """A name a person bore before: at birth, before a marriage, before a change. Struck where it was written by
    mistake; never deleted. The database keeps `Person.former_names` by it (names/sql.py), so that a merge and its
    undoing move what a person is found by together with these rows."""

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_name_rows")
    # A code of the list `former_name.kind`.
    kind = special(models.CharField(max_length=24), counted=True)
    # As recorded: only what was different (a family name), or the whole name.
    name = personal(models.CharField(max_length=100))
    started_on = personal(models.DateField(null=True, blank=True))
    # The first day on which it was no longer borne.
    ended_on = personal(models.DateField(null=True, blank=True))
    # Who told us, or which paper says so.
    source = personal(models.CharField(max_length=200))
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    struck_at = internal(models.DateTimeField(null=True, editable=False))

    class Meta:
        ordering = ["struck_at", "ended_on", "pk"]
        indexes = [models.Index(fields=["person"], name="former_name_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="former_name_period",
            )
        ]

    def __str__(self) -> str:
        return f"former name {self.pk}"

    @property
    def period(self) -> tuple[date | None, date | None]:
        """Since when, and until when."""
        return self.started_on, self.ended_on
