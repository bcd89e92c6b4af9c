"""Draws of a month, audits, their answers, what is said to them, and what must be mended."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class AuditDraw(models.Model):
    """The drawing of one month of one unit, with what it rested on: whoever doubts it draws again and compares."""

    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    month = internal(models.DateField())
    seed = internal(models.CharField(max_length=40))
    # The norms of that day: cases at least, and the share (per cent).
    least = internal(models.PositiveSmallIntegerField())
    share = internal(models.PositiveSmallIntegerField())
    # The public ids of the cases from which it was drawn, and of those taken.
    among = internal(ArrayField(models.CharField(max_length=12)))
    taken = internal(ArrayField(models.CharField(max_length=12)))
    drawn_at = internal(models.DateTimeField())
    drawn_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="audit_draw_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month}"


class FileAudit(Governed):
    """One case file held against the checklist of a day, in a dossier of its own."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="audits")
    # Who worked the case when it was taken: they answer.
    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    auditor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Drawn by lot, or picked by hand, and then what for.
    draw = models.ForeignKey(AuditDraw, null=True, on_delete=models.PROTECT, related_name="audits")
    picked_for = special(models.CharField(max_length=300, blank=True))
    checklist_on = internal(models.DateField())
    looked_at = internal(models.DateTimeField(null=True))
    # Per cent of the weighted points that could be reached.
    percent = personal(models.PositiveSmallIntegerField(null=True), counted=True)
    remark = special(models.TextField(blank=True))
    answered_at = internal(models.DateTimeField(null=True))
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        indexes = [models.Index(fields=["case"], name="file_audit_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=["drawn", "shared", "mending"]),
                name="file_audit_once",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The audit's page."""
        return address("cases:file-audit", self.public_id)


class AuditAnswer(Protected):
    """The answer to one question of the checklist; where the records had answered, what they said."""

    append_only = True

    audit = models.ForeignKey(FileAudit, on_delete=models.PROTECT, related_name="answers")
    # Codes of `audit.question` and `audit.answer`; `found`: what the records said, empty where they say nothing.
    question = internal(models.CharField(max_length=40))
    answer = personal(models.CharField(max_length=20), counted=True)
    found = personal(models.CharField(max_length=20, blank=True), counted=True)
    comment = special(models.TextField(blank=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audit", "question"], name="audit_answer_once")]

    def __str__(self) -> str:
        return f"{self.question} {self.answer}"


class AuditWord(Protected):
    """What the worker, or who supervises, said to the audit. Never changed."""

    append_only = True

    audit = models.ForeignKey(FileAudit, on_delete=models.PROTECT, related_name="words")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    text = special(models.TextField())

    def __str__(self) -> str:
        return f"word to {self.audit_id}"


class Mend(Protected):
    """What is missing in the file and must be put right: by the worker, by a day, and then looked at by a leader."""

    public_id = internal(PublicIdField())
    audit = models.ForeignKey(FileAudit, on_delete=models.PROTECT, related_name="mends")
    question = internal(models.CharField(max_length=40))
    what = special(models.TextField())
    due_on = internal(models.DateField())
    done_at = internal(models.DateTimeField(null=True))
    done_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    done_note = special(models.TextField(blank=True))
    checked_at = internal(models.DateTimeField(null=True))
    checked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Why it was sent back, the last time.
    back_note = special(models.TextField(blank=True))

    class Meta:
        indexes = [models.Index(fields=["audit"], name="mend_audit")]

    def __str__(self) -> str:
        return f"mend {self.pk}"

    @property
    def reference(self) -> str:
        """Known by its audit's reference."""
        return str(self.audit.reference)

    def get_absolute_url(self) -> str:
        """The page on which it is done and looked at."""
        return address("cases:mend", self.public_id)
