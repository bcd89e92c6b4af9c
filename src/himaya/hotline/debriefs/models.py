"""Debriefs: owed, held, sealed."""

from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField
from himaya.kit.addresses import address
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Debrief(Governed):
    """A talk owed to somebody of the hotline after what they heard. While it is due the supervisors see that it is; once
    it was held (or declined) its dossier is sealed, open to the two of them alone, and others learn counts only."""

    counsellor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `debrief.why`.
    why = internal(models.CharField(max_length=20))
    # The shift it is owed for (`rules.Stint.key`): one debrief for a shift. Empty where it was asked for.
    stint = internal(models.CharField(max_length=40, blank=True))
    # Heavy contacts of that shift when it was opened.
    heavy = internal(models.PositiveSmallIntegerField(default=0))
    # From when its time runs.
    since = internal(models.DateTimeField())
    held_at = internal(models.DateTimeField(null=True))
    held_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Who else was there, a psychologist say.
    with_whom = personal(EncryptedTextField(blank=True))
    # Codes of `debrief.kind`, `debrief.outcome`, `debrief.rest`.
    kind = special(models.CharField(max_length=20, blank=True))
    outcome = special(models.CharField(max_length=20, blank=True))
    rest = special(models.CharField(max_length=20, blank=True))
    follow_up_on = internal(models.DateField(null=True))
    note = special(EncryptedTextField(blank=True))
    is_sample = internal(models.BooleanField(default=False))
    forgotten_on = internal(models.DateField(null=True))

    class Meta:
        indexes = [models.Index(fields=["status", "since"], name="debrief_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["counsellor", "stint"], condition=~Q(stint=""), name="debrief_shift_once"
            )
        ]

    def __str__(self) -> str:
        return f"debrief {self.pk}"

    def get_absolute_url(self) -> str:
        """The debrief's page."""
        return address("hotline:debrief-detail", self.public_id)
