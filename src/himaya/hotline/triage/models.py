"""How danger was judged, what help was sent, and how the caller stays safe."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, special


class Triage(Protected):
    """One asking about danger: the answers, the level they led to, the level a person chose, and why. Never changed;
    asking again makes another."""

    append_only = True

    contact = models.ForeignKey("hotline.Contact", on_delete=models.PROTECT, related_name="triages")
    asked_at = internal(models.DateTimeField())
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    answers = special(models.JSONField(default=dict))
    computed = special(models.CharField(max_length=10))
    # Codes of `triage.question`, weightiest first.
    reasons = special(ArrayField(models.CharField(max_length=60), default=list))
    level = special(models.CharField(max_length=10))
    note = special(models.TextField(blank=True))

    def __str__(self) -> str:
        return f"{self.level} {self.asked_at}"


class Dispatch(Protected):
    """Police, ambulance or rescue asked to go: their number for it, and what became of it."""

    public_id = internal(PublicIdField())
    contact = models.ForeignKey("hotline.Contact", on_delete=models.PROTECT, related_name="dispatches")
    agency = internal(models.CharField(max_length=40))
    called_at = internal(models.DateTimeField())
    called_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    their_number = internal(models.CharField(max_length=60, blank=True))
    note = special(models.TextField(blank=True))
    # Code of `hotline.dispatch_outcome`; empty while nobody has said.
    outcome = internal(models.CharField(max_length=40, blank=True))
    outcome_at = internal(models.DateTimeField(null=True))
    outcome_note = special(models.TextField(blank=True))

    def __str__(self) -> str:
        return f"{self.agency} {self.called_at}"


class CallerPlan(Protected):
    """How a caller stays safe until others are there: made together, in their own words."""

    contact = models.OneToOneField("hotline.Contact", on_delete=models.PROTECT, related_name="plan")
    signs = special(models.TextField())
    coping = special(models.TextField())
    people = special(models.TextField())
    professionals = special(models.TextField(blank=True))
    means = special(models.TextField())
    reasons_to_live = special(models.TextField(blank=True))
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_at = internal(models.DateTimeField())

    def __str__(self) -> str:
        return f"plan {self.contact_id}"
