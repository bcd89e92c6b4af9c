"""An application for social services made online, until a person has taken it in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from himaya.access.models import EncryptedTextField
from himaya.kit.addresses import address
from himaya.kit.ids import reference_number
from himaya.kit.privacy import internal, personal, secret, special
from himaya.workflow.models import Governed


class OnlineApplication(Governed):
    """What somebody wrote on the public page. A case begins when a person of the competent unit has taken it in; the
    law's working days run from when it was sent."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    # With the reference the way back for whoever applied; shown once, kept as a hash.
    pin_hash = secret(models.CharField(max_length=200))
    received_at = internal(models.DateTimeField())
    language = internal(models.CharField(max_length=2))
    # Code of `application.by`.
    applied_by = internal(models.CharField(max_length=60))
    person_name = personal(EncryptedTextField())
    born_year = personal(models.SmallIntegerField(null=True))
    applicant = personal(EncryptedTextField(blank=True))
    contact = personal(EncryptedTextField())
    address = personal(EncryptedTextField(blank=True))
    territory = models.ForeignKey("reference.Territory", on_delete=models.PROTECT, related_name="+")
    for_family = internal(models.BooleanField(default=False))
    urgent = internal(models.BooleanField(default=False))
    asked = special(EncryptedTextField())
    # Grounds of the law as they name them; the right is decided by what is found.
    grounds = special(ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = internal(models.DateTimeField(null=True))
    note = special(models.TextField(blank=True))

    class Meta:
        indexes = [models.Index(fields=["status", "received_at"], name="online_application_status")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page on which it is taken in."""
        return address("cases:online-application", self.public_id)
