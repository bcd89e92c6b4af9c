"""Visits to a child: planned, under way, recorded."""

from django.db import models

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.addresses import address
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Visit(Governed):
    """One contact with a child of a case, with the minimum fields of domain §3.4."""

    DONE, CANCELLED = "done", "cancelled"
    TO_COME = ("planned", "under_way")

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="visits")
    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `visit.contact_type`: a home visit, at school, by telephone.
    contact_type = internal(models.CharField(max_length=40))
    planned_for = internal(models.DateTimeField(null=True))
    place = personal(models.CharField(max_length=200, blank=True))
    purpose = special(models.TextField(blank=True))
    # The worker goes alone: they say when they go in and that they are out again.
    alone = internal(models.BooleanField(default=True))
    went_in_at = internal(models.DateTimeField(null=True))
    came_out_at = internal(models.DateTimeField(null=True))
    done_at = internal(models.DateTimeField(null=True))
    child_seen = special(models.BooleanField(null=True))
    child_seen_alone = special(models.BooleanField(null=True))
    # Codes of `visit.not_seen_reason` and `visit.not_alone_reason`.
    not_seen_reason = special(models.CharField(max_length=60, blank=True), counted=True)
    not_alone_reason = special(models.CharField(max_length=60, blank=True), counted=True)
    others_seen = special(models.CharField(max_length=300, blank=True))
    observations = special(models.TextField(blank=True))
    changes = special(models.TextField(blank=True))
    # The child's own words: never on a plan's copy or a letter.
    child_words = special(EncryptedTextField(blank=True))
    # `yes`, `no` or `unknown`: what is not known is an answer too.
    safe_now = special(models.CharField(max_length=10, blank=True), counted=True)
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = internal(models.DateTimeField(null=True))
    next_due_at = internal(models.DateTimeField(null=True))

    class Meta:
        indexes = [
            models.Index(fields=["worker", "planned_for"], name="visit_worker"),
            models.Index(fields=["case", "-done_at"], name="visit_case"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    def get_absolute_url(self) -> str:
        """The visit's page."""
        return address("cases:visit-detail", self.public_id)

    @property
    def reference(self) -> str:
        """The case's number, by which people speak of it."""
        return self.case.reference


class Presence(Protected):
    """A person of the case who was seen, and whether without others."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey("cases.CaseMember", on_delete=models.PROTECT, related_name="+")
    alone = special(models.BooleanField(default=False))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "member"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.visit_id}"
