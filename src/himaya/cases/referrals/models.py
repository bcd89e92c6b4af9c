"""Referrals: a family sent to a service of another organisation, and what came of it."""

from django.db import models
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Referral(Governed):
    """One request to one service. It has a dossier of its own: the receiving organisation sees what was shared
    here and nothing of the case."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Who hears what came of it: the sender, or whoever has taken over the case.
    answer_to = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    is_urgent = internal(models.BooleanField(default=False))
    # What is shared, word for word: nothing else leaves the case.
    who = personal(models.CharField(max_length=300))
    how_to_reach = personal(models.CharField(max_length=300))
    reason = special(models.TextField())
    # Consent (spoken counts) or the legal ground that stands in its place.
    consent_ground = internal(models.CharField(max_length=60))
    consent_form = internal(models.CharField(max_length=40, blank=True))
    consent_by = personal(models.CharField(max_length=150, blank=True))
    answer_reason = internal(models.CharField(max_length=60, blank=True))
    answer_note = special(models.TextField(blank=True))
    # Who answered for an organisation without an account: name and position, as they gave them.
    answered_by = personal(models.CharField(max_length=150, blank=True, default=""))
    # The appointment that was promised, and the day on which the service really began.
    starts_on = internal(models.DateField(null=True))
    started_on = internal(models.DateField(null=True))
    # What came of it: a code of `referral.outcome`.
    outcome = internal(models.CharField(max_length=40, blank=True, default=""))
    closed_reason = internal(models.CharField(max_length=60, blank=True))

    class Meta:
        indexes = [models.Index(fields=["service", "status"], name="referral_service")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="started") | models.Q(started_on__isnull=False),
                name="referral_started_on",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The referral's page."""
        return reverse("cases:referral-detail", args=[self.public_id])


class Feedback(Protected):
    """What the service tells back: attended or not, progress, end."""

    append_only = True

    public_id = internal(PublicIdField())
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="feedback")
    at = internal(models.DateTimeField())
    # A member of staff; or, by a link, the name and position they gave.
    by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    by_name = personal(models.CharField(max_length=150, blank=True, default=""))
    attended = internal(models.BooleanField(null=True))
    text = special(models.TextField())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | ~models.Q(by_name=""), name="feedback_by_whom"
            )
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"

    @property
    def said_by(self) -> str:
        """Who wrote it."""
        return str(self.by or self.by_name)
