"""Plans of a case, version after version, with their goals, actions, readings and copies."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Plan(Governed):
    """One version of the plan of a case. At most one is being written and one is in force."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="plans")
    number = internal(models.PositiveSmallIntegerField())
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    aim = special(EncryptedTextField())
    # What the plan says to the child, in words a child understands.
    plain = special(EncryptedTextField(blank=True))
    # The ground on which it goes ahead where no parent agreed (code list consent.ground), and what was said.
    agreement_ground = internal(models.CharField(max_length=40, blank=True))
    agreement_note = special(EncryptedTextField(blank=True))
    started_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = internal(models.DateTimeField())
    submitted_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = internal(models.DateTimeField(null=True))
    approved_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = internal(models.DateTimeField(null=True))

    class Meta:
        indexes = [models.Index(fields=["case", "-number"], name="plan_case")]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status__in=["draft", "submitted"]), name="plan_written_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="approved"), name="plan_in_force_once"
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.number} of case {self.case_id}"

    @property
    def reference(self) -> str:
        """Known by its case's reference."""
        return str(self.case.reference)

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("cases:plan", args=[self.public_id])


class Goal(Protected):
    """What should be different, and how one will see it."""

    public_id = internal(PublicIdField())
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    # The goal it goes on from, in the plan before.
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    domain = internal(models.CharField(max_length=40))
    # Protection, rehabilitation or integration (code list plan.strand; R7).
    strand = internal(models.CharField(max_length=20, default="protection"))
    text = special(EncryptedTextField())
    plain = special(EncryptedTextField(blank=True))
    indicator = special(EncryptedTextField())
    baseline = special(EncryptedTextField(blank=True))
    target = special(EncryptedTextField(blank=True))
    # Code list plan.goal_status.
    outcome = internal(models.CharField(max_length=20, default="open"))
    removed_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"goal {self.pk}"


class PlanAction(Protected):
    """Who does what, from when until when, and how one will see that it was done."""

    class Who(models.TextChoices):
        WORKER = "worker", _("Social worker")
        FAMILY = "family", _("Family")
        SERVICE = "service", _("Service")

    public_id = internal(PublicIdField())
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    who = internal(models.CharField(max_length=10, choices=Who.choices))
    # Who exactly, in words: the mother, the school, a colleague. A service of the directory is `service`.
    responsible = personal(EncryptedTextField(blank=True))
    service = models.ForeignKey("services.Service", null=True, on_delete=models.PROTECT, related_name="+")
    text = special(EncryptedTextField())
    plain = special(EncryptedTextField(blank=True))
    indicator = special(EncryptedTextField(blank=True))
    starts_on = internal(models.DateField())
    due_on = internal(models.DateField())
    # How much of the service: how often a month, how many minutes each time; both or neither.
    times = internal(models.PositiveSmallIntegerField(null=True))
    minutes = internal(models.PositiveSmallIntegerField(null=True))
    # Why less than what is guaranteed was agreed.
    less_because = special(EncryptedTextField(blank=True))
    # Code list plan.action_status.
    state = internal(models.CharField(max_length=20, default="planned"))
    done_on = internal(models.DateField(null=True))
    result = special(EncryptedTextField(blank=True))
    removed_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="plan_action_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(times__isnull=True, minutes__isnull=True) | Q(times__gte=1, minutes__gte=1),
                name="plan_action_volume_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"


class PlanReading(Protected):
    """A supervisor's reading: approved, or returned with comments."""

    append_only = True

    APPROVED, RETURNED = "approved", "returned"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="readings")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    outcome = internal(models.CharField(max_length=10))
    comment = special(models.TextField(blank=True))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="approved") | Q(outcome="returned") & ~Q(comment=""),
                name="plan_return_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.plan_id}"


class PlanCopy(Protected):
    """One copy, released by one person to one recipient. What it carries is the paper itself."""

    append_only = True

    public_id = internal(PublicIdField())
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="copies")
    # Code list plan.recipient.
    recipient = internal(models.CharField(max_length=20))
    member = models.ForeignKey("cases.CaseMember", null=True, on_delete=models.PROTECT, related_name="+")
    name = personal(models.CharField(max_length=200))
    # The actions it carries, by their public ids.
    actions = internal(ArrayField(models.CharField(max_length=12)))
    paper = models.ForeignKey("workflow.Paper", on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    released_at = internal(models.DateTimeField())

    def __str__(self) -> str:
        return f"copy {self.pk} of plan {self.plan_id}"
