"""Cases: the work for a child, a grown-up or a family from the first contact until they need it no longer."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Case(Governed):
    """One case of one kind, for one or more people, held by the unit of its dossier."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    kind = internal(models.CharField(max_length=40, default="protection"))
    matter = internal(models.CharField(max_length=60))
    territory = models.ForeignKey(
        "reference.Territory", null=True, on_delete=models.PROTECT, related_name="+"
    )
    risk = internal(models.CharField(max_length=10))
    # When the first report was made: the response times run from here.
    reported_at = internal(models.DateTimeField())
    summary = special(models.TextField(blank=True))
    concerns = special(models.JSONField(default=list, blank=True), counted=True)
    worker = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    first_contact_at = internal(models.DateTimeField(null=True))
    # When the children were last seen face to face: the next visit is due from here.
    last_seen_at = internal(models.DateTimeField(null=True))
    # Registration: what cannot wait, and on what ground the family is worked with (domain §3.4, Law 998-IIIQ).
    urgent_needs = special(models.TextField(blank=True))
    consent = special(models.CharField(max_length=40, blank=True), counted=True)
    consent_note = special(models.TextField(blank=True))
    closure_reason = internal(models.CharField(max_length=60, blank=True))
    closure_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    closure_note = special(models.TextField(blank=True))
    # What the end means for the child, and why nothing else is better for it (Family Code, art. 52; domain §6).
    closure_interests = special(models.TextField(blank=True))
    # What the child and the family answered before the end: readiness and feedback (domain §3.4).
    closure_answers = models.ForeignKey(
        "instruments.Response", null=True, on_delete=models.PROTECT, related_name="+"
    )
    stable_since = internal(models.DateField(null=True))
    closed_at = internal(models.DateTimeField(null=True))
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        indexes = [
            models.Index(fields=["worker", "status"], name="case_worker"),
            models.Index(fields=["status", "-reported_at"], name="case_status"),
            models.Index(
                fields=["-closed_at", "-id"],
                condition=Q(status__in=["closed", "merged"]),
                name="case_closed",
            ),
            models.Index(
                fields=["zone", "-closed_at", "-id"],
                condition=Q(status__in=["closed", "merged"]),
                name="case_zone_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The case's page."""
        return address("cases:case-detail", self.public_id)


class CaseMember(Protected):
    """A person of the case, and as what: the child, a sibling, a caregiver, the alleged perpetrator; in a case that
    is not about a child, the person it is for."""

    CHILD, SIBLING, PERPETRATOR, PERSON = "child", "sibling", "perpetrator", "person"
    CHILDREN = (CHILD, SIBLING)
    # Whom a case is about and called by; and whose needs are looked at in it.
    SUBJECTS = (CHILD, PERSON)
    ABOUT = (CHILD, SIBLING, PERSON)

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
        indexes = [models.Index(fields=["person"], name="member_person")]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"

    @property
    def is_restricted(self) -> bool:
        """Named as a possible perpetrator: never on a paper, never a recipient, never a proxy."""
        return self.role == self.PERPETRATOR


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
