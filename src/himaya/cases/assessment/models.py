"""An assessment of one child of a case, what supervisors said to it, and the case's safety plan."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, special
from himaya.workflow.models import Governed


class Assessment(Governed):
    """What was found about a child: safety now, then the domains of life, then a level of risk that a person
    decides. The answers stand in `instruments.Response`; this record says what they led to."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="assessments")
    # None only while no child of the case is registered yet: safety is asked before anything else.
    child = models.ForeignKey("cases.CaseMember", null=True, on_delete=models.PROTECT, related_name="+")
    safety = models.ForeignKey("instruments.Response", on_delete=models.PROTECT, related_name="+")
    needs = models.ForeignKey("instruments.Response", on_delete=models.PROTECT, related_name="+")
    # The level somebody decided, why, and the case's level at that moment.
    risk = internal(models.CharField(max_length=10, blank=True))
    risk_why = special(models.TextField(blank=True))
    risk_before = internal(models.CharField(max_length=10, blank=True))
    risk_decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # What the score rules advised when it was decided, and the codes of their reasons.
    risk_suggested = internal(models.CharField(max_length=10, blank=True))
    risk_reasons = special(
        ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True
    )
    started_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = internal(models.DateTimeField())
    submitted_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = internal(models.DateTimeField(null=True))
    approved_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = internal(models.DateTimeField(null=True))

    class Meta:
        indexes = [models.Index(fields=["case", "-started_at"], name="assessment_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "child"],
                condition=Q(status__in=["draft", "submitted"]),
                nulls_distinct=False,
                name="assessment_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"

    @property
    def reference(self) -> str:
        """Known by its case's reference."""
        return str(self.case.reference)

    @property
    def person(self) -> "models.Model | None":
        """The child it is about, once registered."""
        return self.child.person if self.child else None

    def get_absolute_url(self) -> str:
        """The assessment's page."""
        return reverse("cases:assessment", args=[self.public_id])


class AssessmentReading(Protected):
    """A supervisor's reading: approved, or returned with comments."""

    append_only = True

    APPROVED, RETURNED = "approved", "returned"

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="readings")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    outcome = internal(models.CharField(max_length=10))
    comment = special(models.TextField(blank=True))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="approved") | Q(outcome="returned") & ~Q(comment=""),
                name="reading_return_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.assessment_id}"


class SafetyPlan(Protected):
    """What child and family do when danger nears: a living page of the case, obligatory at critical risk
    (domain §3.1, §3.3). Its earlier texts stay in the history."""

    PARTS = ("signs", "coping", "people", "professionals", "means", "steps")

    public_id = internal(PublicIdField())
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="safety_plan")
    signs = special(models.TextField(blank=True))
    coping = special(models.TextField(blank=True))
    people = special(models.TextField(blank=True))
    professionals = special(models.TextField(blank=True))
    means = special(models.TextField(blank=True))
    steps = special(models.TextField(blank=True))
    written_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    written_at = internal(models.DateTimeField())

    def __str__(self) -> str:
        return f"safety plan of case {self.case_id}"

    @property
    def is_usable(self) -> bool:
        """Says at least what to do, and whom to turn to."""
        return bool(self.steps.strip() and (self.people.strip() or self.professionals.strip()))
