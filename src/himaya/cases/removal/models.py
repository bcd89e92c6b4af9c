"""The act of an emergency removal, and whether it was found needed still."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.cases.voice.models import Considered
from himaya.kit.addresses import address
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Removal(Considered, Governed):
    """One child taken to safety: who decided with whom, on what ground, how it was done, and where the child is."""

    YES, NO, UNKNOWN = "yes", "no", "unknown"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="removals")
    # None only while nobody knows yet who the child is.
    child = models.ForeignKey("cases.CaseMember", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = internal(models.DateTimeField())
    decided_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Nobody decides alone (domain §3.1).
    agreed_with = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Codes of `removal.ground`, each with its law, and what was seen.
    grounds = special(ArrayField(models.CharField(max_length=40), default=list, blank=True), counted=True)
    danger = special(EncryptedTextField(blank=True))
    taken_at = internal(models.DateTimeField(null=True))
    taken_from = personal(EncryptedTextField(blank=True))
    present = personal(EncryptedTextField(blank=True))
    condition = special(EncryptedTextField(blank=True))
    belongings = special(models.TextField(blank=True))
    # Code of `removal.place`; the address is not on the page of a hidden one, and on no letter.
    place = special(models.CharField(max_length=40, blank=True), counted=True)
    place_words = personal(EncryptedTextField(blank=True))
    place_hidden = internal(models.BooleanField(default=True))
    # `yes`, `no`, or empty while nobody has written it.
    parents_told = internal(models.CharField(max_length=10, blank=True))
    parents_words = special(models.TextField(blank=True))
    # That the prosecutor was told, and the claim that went to court.
    notice = models.ForeignKey(
        "cases.MandatoryNotice", null=True, on_delete=models.PROTECT, related_name="removals"
    )
    claim = models.ForeignKey(
        "cases.Proceeding", null=True, on_delete=models.PROTECT, related_name="removals"
    )
    returned_at = internal(models.DateTimeField(null=True))
    returned_to = personal(EncryptedTextField(blank=True))

    class Meta:
        indexes = [models.Index(fields=["case", "-decided_at"], name="removal_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(status__in=["decided", "carried_out", "claimed", "refused"]),
                name="removal_of_a_child_once",
            )
        ]

    def __str__(self) -> str:
        return f"removal {self.pk}"

    @property
    def reference(self) -> str:
        """Known by its case's reference."""
        return str(self.case.reference)

    def get_absolute_url(self) -> str:
        """The removal's page."""
        return address("cases:removal", self.public_id)


class RemovalCheck(Protected):
    """Whether a child still has to be away from home: asked at set times while the removal stands."""

    append_only = True

    removal = models.ForeignKey(Removal, on_delete=models.PROTECT, related_name="checks")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # `yes`, `no` or `unknown`.
    needed = special(models.CharField(max_length=10), counted=True)
    why = special(models.TextField())

    def __str__(self) -> str:
        return f"check {self.pk}"
