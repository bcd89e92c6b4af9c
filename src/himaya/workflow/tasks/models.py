"""Tasks: something a person or a role in a unit has to do, outside the moves of a process."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal


class Task(Protected):
    """Opened once for a cause (`key`), closed once. Carries codes, never content."""

    public_id = internal(PublicIdField())
    kind = internal(models.CharField(max_length=60))
    key = internal(models.CharField(max_length=120))
    process = internal(models.CharField(max_length=40, blank=True))
    subject_id = internal(models.BigIntegerField(null=True))
    assignee = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    role = internal(models.CharField(max_length=40, blank=True))
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    due_at = internal(models.DateTimeField(null=True))
    opened_at = internal(models.DateTimeField())
    closed_at = internal(models.DateTimeField(null=True))
    closed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = internal(models.CharField(max_length=60, blank=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(closed_at__isnull=True), name="task_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due_at"], condition=Q(closed_at__isnull=True), name="task_assignee"
            ),
            models.Index(fields=["unit", "due_at"], condition=Q(closed_at__isnull=True), name="task_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
