"""Steps: the immutable history of every process."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal


class Governed(Protected):
    """A record that moves through a process. Its state changes only when a step is written."""

    public_id = internal(PublicIdField())
    status = internal(models.CharField(max_length=40, editable=False, db_index=True))

    class Meta:
        abstract = True


class Step(Protected):
    """One move of one record: who, when, from where to where, and why. Ids and codes only, never narrative,
    so that erasing a person's text never breaks the history."""

    append_only = True

    process = internal(models.CharField(max_length=40))
    subject_table = internal(models.CharField(max_length=63))
    subject_id = internal(models.BigIntegerField())
    move = internal(models.CharField(max_length=40))
    from_state = internal(models.CharField(max_length=40, blank=True))
    to_state = internal(models.CharField(max_length=40))
    at = internal(models.DateTimeField())
    actor_kind = internal(models.CharField(max_length=10))
    actor = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = internal(models.CharField(max_length=60, blank=True))
    override_reason = internal(models.CharField(max_length=60, blank=True))
    # Names of the guards that said no and were passed, in an emergency or by a supervisor's override.
    gaps = internal(ArrayField(models.CharField(max_length=60), default=list, blank=True))
    digest = internal(models.CharField(max_length=64, blank=True))

    class Meta:
        indexes = [models.Index(fields=["process", "subject_id", "id"], name="step_subject")]

    def __str__(self) -> str:
        return f"{self.process}.{self.move} {self.subject_id}"
