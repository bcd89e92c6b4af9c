"""Sessions of supervision, the words of the two who talked, and what they agreed on a case."""

from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Supervision(Governed):
    """One session, due or held: that it was held is seen by who leads the unit; what was said is not here."""

    worker = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `supervision.kind`.
    kind = internal(models.CharField(max_length=20, default="individual"))
    # From when its time runs, and the day the two agreed on before.
    since = internal(models.DateTimeField())
    planned_on = internal(models.DateField(null=True))
    held_at = internal(models.DateTimeField(null=True))
    held_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Who else was there, in a group.
    with_whom = personal(models.CharField(max_length=300, blank=True))
    read_at = internal(models.DateTimeField(null=True))
    is_sample = internal(models.BooleanField(default=False))
    known_by = ("worker",)

    class Meta:
        indexes = [models.Index(fields=["worker", "-held_at"], name="supervision_worker")]
        constraints = [
            models.UniqueConstraint(fields=["worker"], condition=Q(status="due"), name="supervision_due_once")
        ]

    def __str__(self) -> str:
        return f"supervision {self.pk}"

    @property
    def reference(self) -> str:
        """Known by whom it is held with."""
        return str(self.worker)

    def get_absolute_url(self) -> str:
        """The session's page."""
        return address("cases:supervision", self.public_id)


class SupervisionNote(Protected):
    """What one of the two wrote of a session, in a sealed dossier of the two alone. Never changed, only added to."""

    append_only = True

    session = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="notes")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `supervision.strain`: what the work takes out of them, as they say themselves.
    strain = special(models.CharField(max_length=20, blank=True))
    workload = special(EncryptedTextField(blank=True))
    training = special(EncryptedTextField(blank=True))
    text = special(EncryptedTextField(blank=True))

    def __str__(self) -> str:
        return f"note of supervision {self.session_id}"


class SupervisionPoint(Protected):
    """What the two agreed on a case: it belongs to the case, and whoever sees the case reads it there."""

    public_id = internal(PublicIdField())
    session = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="points")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="supervision_points")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    what = special(models.TextField())
    owner = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    due_on = internal(models.DateField())
    done_at = internal(models.DateTimeField(null=True))
    done_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    done_note = special(models.TextField(blank=True))

    class Meta:
        indexes = [models.Index(fields=["case"], name="supervision_point_case")]

    def __str__(self) -> str:
        return f"point {self.pk}"

    @property
    def reference(self) -> str:
        """Known by its case's reference."""
        return self.case.reference

    def get_absolute_url(self) -> str:
        """The point's page."""
        return address("cases:supervision-point", self.public_id)
