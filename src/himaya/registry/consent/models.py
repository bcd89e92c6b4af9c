"""What a person agreed to, for which purpose and recipient; or the legal ground that stands in its place."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special
from himaya.registry.people.models import Person


class Consent(Protected):
    """One consent or legal ground (Law 998-IIIQ; domain §6). Withdrawn, never changed."""

    class Form(models.TextChoices):
        SPOKEN = "spoken", _("spoken, recorded here")
        WRITTEN = "written", _("written")
        ELECTRONIC = "electronic", _("signed electronically")
        GROUND = "ground", _("no consent: legal ground")

    class By(models.TextChoices):
        SELF = "self", _("the person")
        PARENT = "parent", _("a parent")
        REPRESENTATIVE = "representative", _("a legal representative")

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    # A code of the list `consent.purpose`, and to whom the data may go (empty: within this system).
    purpose = special(models.CharField(max_length=60))
    recipient = special(models.CharField(max_length=200, blank=True, default=""))
    form = special(models.CharField(max_length=10, choices=Form.choices))
    # A code of the list `consent.ground`, where the law stands in the place of consent.
    ground = special(models.CharField(max_length=60, blank=True, default=""))
    given_by = special(models.CharField(max_length=14, choices=By.choices, blank=True, default=""))
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
                condition=Q(form="ground") & ~Q(ground="") & Q(given_by="")
                | ~Q(form="ground") & Q(ground="") & ~Q(given_by=""),
                name="consent_or_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"
