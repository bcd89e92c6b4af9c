"""Rules of outreach, which are about nobody; the leads they raise, and each time somebody tried to reach the person."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, public, special
from himaya.reference.queries import in_language
from himaya.workflow.models import Governed

OPEN = ("raised", "taken", "contacted", "agreed")


class OutreachRule(models.Model):
    """One version of a rule: over which source it looks, with which parameters, and where a lead goes on to. It runs from
    the day on which somebody other than its author approved it, until the day on which it is ended."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("To be approved")
        APPROVED = "approved", _("Approved")
        RETIRED = "retired", _("Retired")

    public_id = internal(PublicIdField())
    code = public(models.CharField(max_length=40))
    number = public(models.PositiveSmallIntegerField())
    name_az = public(models.CharField(max_length=200))
    name_en = public(models.CharField(max_length=200))
    name_ru = public(models.CharField(max_length=200))
    # A code of `outreach.source`; what it takes stands in `sources`.
    source = public(models.CharField(max_length=40))
    parameters = public(models.JSONField(default=dict, blank=True))
    # Codes of `outreach.leads_to` and `outreach.priority`.
    leads_to = public(models.CharField(max_length=40))
    priority = public(models.CharField(max_length=10))
    # The act or standard it rests on, and how sure that is (V, T, K or P).
    basis = public(models.CharField(max_length=200))
    certainty = public(models.CharField(max_length=1, default="P"))
    why = public(models.TextField(blank=True))
    status = public(models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT))
    valid = public(DateRangeField(null=True))
    # Nobody: it came with the product.
    proposed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = internal(models.DateTimeField())
    approved_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = internal(models.DateTimeField(null=True))
    # How many leads it would raise, counted by the system when somebody asked.
    trial_asked_at = internal(models.DateTimeField(null=True))
    trial_at = internal(models.DateTimeField(null=True))
    trial_count = internal(models.PositiveIntegerField(null=True))
    version = internal(models.PositiveIntegerField(default=1))

    class Meta:
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="outreach_rule_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(proposed_by=None) | ~Q(approved_by=F("proposed_by")),
                name="outreach_rule_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", valid=None, approved_by=None)
                | Q(status="approved", valid__isnull=False, approved_by__isnull=False)
                | Q(status="retired"),
                name="outreach_rule_approved_before_use",
            ),
            ExclusionConstraint(
                name="outreach_rule_one_a_day",
                expressions=[(F("code"), RangeOperators.EQUAL), (F("valid"), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("cases:outreach-rule", args=[self.public_id])

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self.name_az, self.name_en, self.name_ru)


class Lead(Governed):
    """That a rule found a person to whom help may be offered: in a dossier of its own, which says no more of why than the
    facts the rule looked at. Nobody is obliged to anything by it."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    rule = models.ForeignKey(OutreachRule, on_delete=models.PROTECT, related_name="leads")
    # The rule's code and priority on the day, so that one rule's leads are told apart from its next version's.
    rule_code = internal(models.CharField(max_length=40))
    priority = internal(models.CharField(max_length=10))
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(
        "reference.Territory", null=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = internal(models.DateTimeField())
    facts = special(models.JSONField(default=dict, blank=True))
    worker = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    contacted_at = internal(models.DateTimeField(null=True))
    # Consent: codes of `outreach.said_by` and `outreach.way`.
    answered_at = internal(models.DateTimeField(null=True))
    agreed = internal(models.BooleanField(null=True))
    said_by = personal(models.CharField(max_length=40, blank=True), counted=True)
    said_way = internal(models.CharField(max_length=40, blank=True))
    said_name = personal(models.CharField(max_length=150, blank=True))
    said_note = special(models.TextField(blank=True))
    # A code of `outreach.result`, and whether it counts as help or as a false lead.
    result = internal(models.CharField(max_length=40, blank=True))
    result_note = special(models.TextField(blank=True))
    led_to_help = internal(models.BooleanField(default=False))
    was_false = internal(models.BooleanField(default=False))
    ended_at = internal(models.DateTimeField(null=True))
    # No lead by the same rule before this day.
    quiet_until = internal(models.DateField(null=True))
    # The number of the case or report it led to, which whoever worked on the lead may not see themselves.
    became = internal(models.CharField(max_length=20, blank=True))
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="leads")
    report = models.ForeignKey("cases.Report", null=True, on_delete=models.PROTECT, related_name="leads")
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        indexes = [
            models.Index(fields=["status", "-raised_at"], name="lead_status"),
            models.Index(fields=["person", "rule_code"], name="lead_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "rule_code"], condition=Q(status__in=OPEN), name="lead_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The lead's page."""
        return address("cases:lead", self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.status in OPEN


class LeadContact(Protected):
    """One try to reach the person: when, how, and whether they were reached."""

    append_only = True

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="contacts")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Codes of `outreach.way` and `outreach.contact`.
    way = internal(models.CharField(max_length=40))
    outcome = internal(models.CharField(max_length=40))
    note = special(models.TextField(blank=True))

    def __str__(self) -> str:
        return f"contact {self.pk}"
