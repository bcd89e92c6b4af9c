"""Files whose time of keeping is over, what was decided of them, and what must not be touched meanwhile."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.kit.ids import reference_number
from himaya.kit.privacy import internal, special
from himaya.registry.people.models import Person
from himaya.workflow.models import Governed


class Retention(Governed):
    """One file that has fallen due, in the person's dossier: nothing is erased before two people have decided so."""

    # What was decided was decided of this record, whatever it was joined to.
    stays_with_merged = True

    OPEN = ("due", "proposed", "approved")

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="retentions")
    # The norm by which it fell due, with its source: `retention.…`.
    schedule = internal(models.CharField(max_length=60))
    due_on = internal(models.DateField())
    found_on = internal(models.DateField())
    proposed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Kept longer: a code of `retention.keep_reason`, and until when it is not asked again.
    keep_reason = internal(models.CharField(max_length=24, blank=True, default=""))
    kept_until = internal(models.DateField(null=True, blank=True))
    done_at = internal(models.DateTimeField(null=True))
    # How many rows were blanked or taken away, by table.
    counts = internal(models.JSONField(default=dict, blank=True))

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=["due", "proposed", "approved"]),
                name="retention_open_once",
            )
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="retention_queue")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page on which it is decided."""
        return reverse("people:retention", args=[self.public_id])


class LegalHold(Governed):
    """While it stands nothing of the person's file is erased, or of the record in whose dossier it lies (a report):
    an inquiry, a claim, a complaint."""

    STANDING = "standing"

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    # A code of `hold.reason`, and what it is about (a number of a case in court).
    reason = special(models.CharField(max_length=24), counted=True)
    note = special(models.TextField(blank=True, default=""))
    placed_on = internal(models.DateField())
    placed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    expires_on = internal(models.DateField())
    released_on = internal(models.DateField(null=True, blank=True))
    released_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-placed_on", "-pk"]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page of the person's keeping; of another record's hold its own."""
        if self.person is None:
            return reverse("people:hold-release", args=[self.public_id])
        return reverse("people:keeping", args=[self.person.public_id])
