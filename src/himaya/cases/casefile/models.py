"""Cases: the work for a child from the first contact until the child is safe."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Case(Governed):
    """One case of one kind, for one or more children, held by the unit of its dossier."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    kind = internal(models.CharField(max_length=40, default="child_protection"))
    matter = internal(models.CharField(max_length=60))
    territory = models.ForeignKey(
        "reference.Territory", null=True, on_delete=models.PROTECT, related_name="+"
    )
    risk = internal(models.CharField(max_length=10))
    # When the first report was made: the response times run from here.
    reported_at = internal(models.DateTimeField())
    summary = special(models.TextField(blank=True))
    concerns = special(models.JSONField(default=list, blank=True))
    worker = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    first_contact_at = internal(models.DateTimeField(null=True))
    next_visit_on = internal(models.DateField(null=True))
    closure_reason = internal(models.CharField(max_length=60, blank=True))
    closure_note = special(models.TextField(blank=True))
    closure_feedback = special(models.TextField(blank=True))
    stable_since = internal(models.DateField(null=True))
    closed_at = internal(models.DateTimeField(null=True))
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        indexes = [
            models.Index(fields=["worker", "status"], name="case_worker"),
            models.Index(fields=["status", "-reported_at"], name="case_status"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The case's page."""
        return reverse("cases:case-detail", args=[self.public_id])


class CaseMember(Protected):
    """A person of the case, and as what: the child, a sibling, a caregiver, the alleged perpetrator."""

    CHILD = "child"

    public_id = internal(PublicIdField())
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    role = internal(models.CharField(max_length=40))
    note = personal(models.CharField(max_length=200, blank=True))
    ended_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"], condition=Q(ended_at__isnull=True), name="member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class Assignment(Protected):
    """A case offered to a worker: accepted, declined with a reason, or taken back."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    offered_at = internal(models.DateTimeField())
    offered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    why = internal(models.CharField(max_length=200, blank=True))
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


class Note(Protected):
    """A note in the story of a case. Corrected by another note, never rewritten."""

    append_only = True

    public_id = internal(PublicIdField())
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    text = special(models.TextField())

    def __str__(self) -> str:
        return f"note {self.pk}"
