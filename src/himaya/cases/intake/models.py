"""Reports: what somebody told us about a child, and what protects the way in."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.addresses import address
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
    concerns = special(ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True)
    urgent_now = internal(models.BooleanField(default=False))
    place_text = personal(models.CharField(max_length=300, blank=True))
    # The place as precisely as it is known: the code of a settlement, a city district or the territory.
    place_code = personal(models.CharField(max_length=80, blank=True))
    territory = models.ForeignKey(
        "reference.Territory", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Someone in office, a provider or a relative of staff is named: national desk, and those named walled off.
    names_insider = internal(models.BooleanField(default=False))
    insider_text = personal(EncryptedTextField(blank=True))
    # Many reports from one place in a short time, or a filled trap: kept together, read together. Random.
    flood_lane = internal(models.CharField(max_length=12, blank=True))
    # Made with the form or the message: the same key never makes a second report.
    submit_key = internal(models.UUIDField(null=True, unique=True, editable=False))
    language = internal(models.CharField(max_length=2, default="az"))

    matter = internal(models.CharField(max_length=60, blank=True))
    danger = special(models.JSONField(default=dict, blank=True))
    risk_computed = internal(models.CharField(max_length=10, blank=True))
    risk_reasons = special(
        ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True
    )
    risk = internal(models.CharField(max_length=10, blank=True))
    risk_note = special(models.TextField(blank=True))
    # A lower level waiting for a supervisor; until then the higher one holds.
    risk_proposed = internal(models.CharField(max_length=10, blank=True))
    risk_proposed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    outcome_reason = internal(models.CharField(max_length=60, blank=True))
    outcome_note = special(models.TextField(blank=True))
    screened_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    linked_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="linked")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="reports")
    is_sample = internal(models.BooleanField(default=False))
    # Since when nothing tells any more whom it was about and who made it.
    forgotten_on = internal(models.DateField(null=True, editable=False), counted=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "-received_at"], name="report_status"),
            models.Index(fields=["flood_lane"], condition=~Q(flood_lane=""), name="report_flood"),
        ]

    # Known only in the hand that received it; shown once, stored as a hash.
    pin = ""

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The report's page."""
        return address("cases:report-detail", self.public_id)


class Reporter(Protected):
    """Who reported, and how to reach them safely. In a dossier of its own, so that whoever works with the
    child's case does not see it."""

    public_id = internal(PublicIdField())
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="reporter")
    # Closed: whoever holds the database still does not know who reported.
    name = secret(EncryptedTextField(blank=True))
    phone = secret(EncryptedTextField(blank=True))
    email = secret(EncryptedTextField(blank=True))
    organisation = secret(EncryptedTextField(blank=True))
    position = secret(EncryptedTextField(blank=True))
    safe_way = personal(models.CharField(max_length=40, blank=True))
    safe_time = secret(EncryptedTextField(blank=True))
    # Since when it is no longer kept who reported.
    forgotten_on = internal(models.DateField(null=True, editable=False), counted=True)

    def __str__(self) -> str:
        return f"reporter of {self.report_id}"


class ReportedChild(Protected):
    """A child as the reporter described them: not yet a person of the register."""

    public_id = internal(PublicIdField())
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="children")
    name = personal(models.CharField(max_length=150, blank=True))
    sex = personal(models.CharField(max_length=10, blank=True), counted=True)
    age_text = personal(models.CharField(max_length=60, blank=True))
    age_years = personal(models.SmallIntegerField(null=True))
    whereabouts = personal(EncryptedTextField(blank=True))
    person = models.ForeignKey("registry.Person", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"child {self.pk}"


class MandatoryNotice(Governed):
    """A body that the law bids us tell (police, prosecutor), and that it was told: when, how, by whom.

    `duty` is a code of the list `mandatory.notification`, which names the body, the law and the deadline. It comes of
    a report, or of what happens in a case: a removal, a child who is missing.
    """

    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="notices")
    duty = internal(models.CharField(max_length=60))
    due_at = internal(models.DateTimeField())
    told_at = internal(models.DateTimeField(null=True))
    told_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    told_whom = personal(models.CharField(max_length=200, blank=True))
    their_number = personal(models.CharField(max_length=60, blank=True))
    note = special(models.TextField(blank=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "duty"], name="notice_of_a_duty_once"),
            models.CheckConstraint(
                condition=Q(report__isnull=False, case__isnull=True)
                | Q(report__isnull=True, case__isnull=False),
                name="notice_of_report_or_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.report_id or self.case_id}"

    def get_absolute_url(self) -> str:
        """Where it is written down that they were told."""
        page = "cases:report-notice" if self.report else "cases:case-notice"
        return reverse(page, args=[self.origin.public_id, self.public_id])

    @property
    def origin(self) -> Any:
        """The report or case of which it comes."""
        return self.report or self.case

    @property
    def reference(self) -> str:
        """People speak of the report, or of the case."""
        return str(self.origin.reference)

    @property
    def territory(self) -> Any:
        """Where the duty falls: a pilot may set its own deadline."""
        return self.origin.territory


class PublicDraft(models.Model):
    """What a visitor has typed so far: ciphertext, whose key only the cookie in their browser holds.

    `wiped` rows stay until they expire, so that nothing typed before leaving is written after it."""

    erasable = True

    token_digest = internal(models.CharField(max_length=64, primary_key=True))
    content = internal(models.BinaryField())
    expires_at = internal(models.DateTimeField(db_index=True))
    wiped = internal(models.BooleanField(default=False))

    def __str__(self) -> str:
        return f"draft until {self.expires_at}"


class AddressMark(models.Model):
    """That somebody sent a report from an address, as a keyed hash, for a day. Nothing leads from it to the
    report, save the random lane of a flood."""

    erasable = True

    address = internal(models.CharField(max_length=64))
    at = internal(models.DateTimeField())
    lane = internal(models.CharField(max_length=12, blank=True))

    class Meta:
        indexes = [models.Index(fields=["address", "at"], name="address_mark")]

    def __str__(self) -> str:
        return str(self.at)


class StatusTry(models.Model):
    """Wrong tries at one reference, whether such a report exists or not, or from one address (as a keyed hash; there
    `closed_until` is until when they are counted together)."""

    erasable = True

    reference_digest = internal(models.CharField(max_length=64, primary_key=True))
    tries = internal(models.SmallIntegerField(default=0))
    last_at = internal(models.DateTimeField())
    closed_until = internal(models.DateTimeField(null=True))

    def __str__(self) -> str:
        return f"{self.tries} tries"
