"""A complaint, in a dossier of its own: whoever it is about does not see it."""

from typing import Any

from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField
from himaya.kit.addresses import address
from himaya.kit.ids import reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Appeal(Governed):
    """One complaint of one person, who may stay unnamed: about what, what was found, and what was answered."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="appeals")
    report = models.ForeignKey("cases.Report", null=True, on_delete=models.PROTECT, related_name="appeals")
    # Code of `appeal.decision`, and the very step where it is known.
    decision = special(models.CharField(max_length=40), counted=True)
    step = models.ForeignKey("workflow.Step", null=True, on_delete=models.PROTECT, related_name="+")
    what = special(EncryptedTextField())
    wanted = special(EncryptedTextField(blank=True))
    # Codes of `appeal.way` and `appeal.from`.
    way = internal(models.CharField(max_length=40))
    made_by = internal(models.CharField(max_length=40, blank=True))
    # Empty: nobody is named, which is everybody's right.
    name = personal(EncryptedTextField(blank=True))
    # A person of the case: what may be told to a possible perpetrator is less.
    member = models.ForeignKey("cases.CaseMember", null=True, on_delete=models.PROTECT, related_name="+")
    # Code of `appeal.answer_way`, and where.
    answer_way = internal(models.CharField(max_length=40))
    answer_where = personal(EncryptedTextField(blank=True))
    language = internal(models.CharField(max_length=2, default="az"))
    about = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    received_at = internal(models.DateTimeField())
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `appeal.suspends`; empty while nobody decided it.
    suspends = internal(models.CharField(max_length=40, blank=True))
    # Code of `appeal.outcome`.
    outcome = internal(models.CharField(max_length=40, blank=True))
    findings = special(EncryptedTextField(blank=True))
    answer = special(EncryptedTextField(blank=True))
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = internal(models.DateTimeField(null=True))
    told_at = internal(models.DateTimeField(null=True))
    told_note = special(models.TextField(blank=True))

    class Meta:
        indexes = [models.Index(fields=["status", "-received_at"], name="appeal_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(report__isnull=False), name="appeal_is_about_something"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def territory(self) -> Any:
        """Where it was decided: a pilot may set its own times."""
        origin = self.case or self.report
        return origin.territory if origin else None

    def get_absolute_url(self) -> str:
        """The complaint's page."""
        return address("cases:appeal", self.public_id)
