"""An incident, its evidence with every hand it went through, and the bodies that were told."""

from typing import Any

from django.db import models

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Incident(Governed):
    """Something that happened, in a dossier of its own: whoever is let into the incident learns nothing of who called,
    nor of what else was said on the line."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    contact = models.ForeignKey("hotline.Contact", on_delete=models.PROTECT, related_name="incidents")
    # Where the contact became a report, the incident goes with it; its case is the report's.
    report = models.ForeignKey("cases.Report", null=True, on_delete=models.PROTECT, related_name="incidents")
    # Code of `incident.kind`: it says who must be told.
    kind = special(models.CharField(max_length=40), counted=True)
    # As well as it is known: code of `incident.precision`, which says how much of the moment counts.
    happened_at = personal(models.DateTimeField(null=True))
    precision = internal(models.CharField(max_length=20))
    happened_words = personal(models.CharField(max_length=200, blank=True))
    place_text = personal(models.CharField(max_length=300, blank=True))
    what = special(models.TextField())
    opened_at = internal(models.DateTimeField())
    opened_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `incident.outcome`, or of `incident.aside`; empty while it is worked on.
    outcome = internal(models.CharField(max_length=40, blank=True))
    outcome_note = special(models.TextField(blank=True))
    is_sample = internal(models.BooleanField(default=False))
    forgotten_on = internal(models.DateField(null=True))

    class Meta:
        indexes = [models.Index(fields=["status", "-opened_at"], name="incident_status")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The incident's page."""
        return address("hotline:incident-detail", self.public_id)

    @property
    def territory(self) -> Any:
        """Where it goes on: a pilot may set its own times."""
        return self.report.territory if self.report is not None else None


class Evidence(Protected):
    """One item of the evidence log: what it is, who had it, when and by whom it was taken. Never changed; what was
    written wrongly is followed by an item that says so."""

    append_only = True

    public_id = internal(PublicIdField())
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="evidence")
    # Counted within the incident: people speak of item 2.
    number = internal(models.PositiveSmallIntegerField())
    # Code of `incident.evidence`.
    kind = internal(models.CharField(max_length=40))
    what = special(models.TextField())
    taken_at = internal(models.DateTimeField())
    taken_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    taken_from = personal(EncryptedTextField(blank=True))
    document = models.ForeignKey(
        "registry.Document", null=True, on_delete=models.PROTECT, related_name="evidence"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="evidence_number_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} № {self.number}"


class Custody(Protected):
    """One hand an item went through: kept, handed over, given back. The latest says where it is."""

    append_only = True

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody")
    # Code of `incident.custody`.
    step = internal(models.CharField(max_length=40))
    at = internal(models.DateTimeField())
    holder = personal(models.CharField(max_length=200))
    note = special(models.CharField(max_length=300, blank=True))
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.step} {self.at}"


class IncidentNotice(Protected):
    """That police, prosecutor or a doctor was told: when, by whom, their number for it, and what they answered."""

    public_id = internal(PublicIdField())
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notices")
    # Code of `incident.body`.
    body = internal(models.CharField(max_length=40))
    told_at = internal(models.DateTimeField())
    told_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    told_whom = personal(models.CharField(max_length=200, blank=True))
    their_number = personal(models.CharField(max_length=60, blank=True))
    note = special(models.TextField(blank=True))
    # Code of `incident.answer`; empty while they have not answered.
    answer = internal(models.CharField(max_length=40, blank=True))
    answered_at = internal(models.DateTimeField(null=True))
    answer_note = special(models.TextField(blank=True))

    def __str__(self) -> str:
        return f"{self.body} {self.told_at}"
