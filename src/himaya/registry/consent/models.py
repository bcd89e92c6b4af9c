"""What a person agreed to, for which purpose and recipient; or the legal ground that stands in its place. What other
contexts do on a consent rests on a row here, so that its withdrawal reaches them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Protected
from himaya.kit.privacy import internal, personal, special
from himaya.registry.people.models import Person
from himaya.workflow.models import Governed


class Consent(Governed):
    """One consent or legal ground (Law 998-IIIQ; domain §6). It is given, withdrawn or runs out; never changed."""

    # States of the process that is asked for by name.
    STANDING, LAPSED, WITHDRAWN = "standing", "lapsed", "withdrawn"

    class By(models.TextChoices):
        SELF = "self", _("the person")
        PARENT = "parent", _("a parent")
        REPRESENTATIVE = "representative", _("a legal representative")
        # Told in the words of a referral or a registration, not by this list.
        NOTED = "noted", _("as written there")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    # A code of the list `consent.kind`, and to whom the data may go (empty: within this system).
    purpose = special(models.CharField(max_length=60), counted=True)
    recipient = special(models.CharField(max_length=200, blank=True, default=""))
    # A code of the list `consent.ground`: `consent`, or the law that stands in its place.
    ground = special(models.CharField(max_length=60, default="consent"), counted=True)
    # A code of the list `consent.form`, where it was given.
    form = special(models.CharField(max_length=24, blank=True, default=""), counted=True)
    given_by = special(
        models.CharField(max_length=14, choices=By.choices, blank=True, default=""), counted=True
    )
    giver_name = personal(models.CharField(max_length=200, blank=True, default=""))
    # The child's own word beside a parent's consent.
    child_agrees = special(models.BooleanField(null=True))
    given_on = internal(models.DateField())
    valid_until = internal(models.DateField(null=True, blank=True))
    note = special(models.TextField(blank=True, default=""))
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = internal(models.DateField(null=True, blank=True))
    withdrawn_note = special(models.TextField(blank=True, default=""))
    withdrawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-given_on", "-pk"]
        indexes = [models.Index(fields=["person", "purpose"], name="consent_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground="consent") & ~Q(given_by="") & (~Q(form="") | Q(given_by="noted"))
                | ~Q(ground="consent") & ~Q(ground="") & Q(form="") & Q(given_by=""),
                name="consent_or_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"

    def get_absolute_url(self) -> str:
        """The page of this consent."""
        return reverse("people:consent-detail", args=[self.public_id])


class ConsentUse(Protected):
    """A record that rests on a consent or ground: a referral, a case, a plan. As guarded as that record."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="uses")
    process = internal(models.CharField(max_length=40))
    subject_id = internal(models.BigIntegerField())
    used_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # When those who rely on it were told that it is no longer there.
    told_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "process", "subject_id"], name="consent_use_once")
        ]
        indexes = [models.Index(fields=["process", "subject_id"], name="consent_use_subject")]

    def __str__(self) -> str:
        return f"{self.process} {self.subject_id}"
