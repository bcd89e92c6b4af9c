"""What a meeting asked an agency to do."""

from django.db import models
from django.urls import reverse

from himaya.kit.ids import reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Duty(Governed):
    """One task that a decision gave to one agency. Its own dossier: the agency sees what is written here and nothing of
    the case or the meeting."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    item = models.ForeignKey("cases.AgendaItem", on_delete=models.PROTECT, related_name="duties")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="duties")
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Who hears what came of it: who put the item, or whoever has taken over the case.
    answer_to = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    what = special(models.TextField())
    about = personal(models.CharField(max_length=300, blank=True))
    responsible = personal(models.CharField(max_length=150, blank=True))
    due_on = internal(models.DateField())
    refuse_reason = internal(models.CharField(max_length=60, blank=True))
    answer_note = special(models.TextField(blank=True))
    done_note = special(models.TextField(blank=True))
    # Who answered and who reported for an organisation without an account: name and position, as they gave them.
    answered_name = personal(models.CharField(max_length=150, blank=True, default=""))
    reported_name = personal(models.CharField(max_length=150, blank=True, default=""))
    reported_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = internal(models.DateTimeField(null=True))
    verify_note = special(models.TextField(blank=True))
    verified_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = internal(models.DateTimeField(null=True))

    class Meta:
        indexes = [
            models.Index(fields=["unit", "status"], name="duty_unit"),
            models.Index(fields=["case"], name="duty_case"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def said_by(self) -> str:
        """Who reported it done."""
        return str(self.reported_by or self.reported_name)

    def get_absolute_url(self) -> str:
        """The duty's page."""
        return reverse("cases:duty", args=[self.public_id])
