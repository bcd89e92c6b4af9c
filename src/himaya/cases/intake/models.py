"""Reports: what somebody told us about a child."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, secret, special
from himaya.workflow.models import Governed


class Report(Governed):
    """One report of one channel. The reporter's identity is kept apart, in a dossier of its own."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    pin_hash = secret(models.CharField(max_length=200, blank=True))
    channel = internal(models.CharField(max_length=40))
    # The moment the report was made: clocks run from here, however late it was typed in.
    received_at = internal(models.DateTimeField())
    entered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    is_professional = internal(models.BooleanField(default=False))
    is_anonymous = internal(models.BooleanField(default=True))
    reporter_kind = internal(models.CharField(max_length=40, blank=True))
    narrative = special(models.TextField())
    concerns = special(ArrayField(models.CharField(max_length=60), default=list, blank=True))
    urgent_now = internal(models.BooleanField(default=False))
    place_text = personal(models.CharField(max_length=300, blank=True))
    territory = models.ForeignKey(
        "reference.Territory", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Someone in office, a provider or a relative of staff is named: national desk, and those named walled off.
    names_insider = internal(models.BooleanField(default=False))
    insider_text = personal(models.CharField(max_length=300, blank=True))
    flood_lane = internal(models.CharField(max_length=64, blank=True))
    language = internal(models.CharField(max_length=2, default="az"))

    matter = internal(models.CharField(max_length=60, blank=True))
    danger = special(models.JSONField(default=dict, blank=True))
    risk_computed = internal(models.CharField(max_length=10, blank=True))
    risk_reasons = special(ArrayField(models.CharField(max_length=60), default=list, blank=True))
    risk = internal(models.CharField(max_length=10, blank=True))
    risk_note = special(models.TextField(blank=True))
    # A lower level waiting for a supervisor; until then the higher one holds.
    risk_proposed = internal(models.CharField(max_length=10, blank=True))
    outcome_reason = internal(models.CharField(max_length=60, blank=True))
    outcome_note = special(models.TextField(blank=True))
    screened_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    linked_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="linked")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="reports")
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        indexes = [
            models.Index(fields=["status", "-received_at"], name="report_status"),
            models.Index(fields=["flood_lane"], condition=~Q(flood_lane=""), name="report_flood"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("cases:report-detail", args=[self.public_id])


class Reporter(Protected):
    """Who reported, and how to reach them safely. In a dossier of its own, so that whoever works with the
    child's case does not see it."""

    public_id = internal(PublicIdField())
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="reporter")
    name = personal(models.CharField(max_length=150, blank=True))
    phone = personal(models.CharField(max_length=40, blank=True))
    email = personal(models.EmailField(blank=True))
    organisation = personal(models.CharField(max_length=200, blank=True))
    position = personal(models.CharField(max_length=150, blank=True))
    safe_way = personal(models.CharField(max_length=40, blank=True))
    safe_time = personal(models.CharField(max_length=150, blank=True))

    def __str__(self) -> str:
        return f"reporter of {self.report_id}"


class ReportedChild(Protected):
    """A child as the reporter described them: not yet a person of the register."""

    public_id = internal(PublicIdField())
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="children")
    name = personal(models.CharField(max_length=150, blank=True))
    sex = personal(models.CharField(max_length=10, blank=True))
    age_text = personal(models.CharField(max_length=60, blank=True))
    age_years = personal(models.SmallIntegerField(null=True))
    whereabouts = personal(models.CharField(max_length=300, blank=True))
    person = models.ForeignKey("registry.Person", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"child {self.pk}"
