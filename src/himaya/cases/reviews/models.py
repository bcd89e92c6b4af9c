"""A review of the plan in force, and where each goal stood at it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit.privacy import internal, special
from himaya.workflow.models import Governed


class Review(Governed):
    """One review. The answers stand in `instruments.Response`; this record says what they led to."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reviews")
    plan = models.ForeignKey("cases.Plan", on_delete=models.PROTECT, related_name="reviews")
    answers = models.ForeignKey("instruments.Response", on_delete=models.PROTECT, related_name="+")
    # Code list review.decision: continue, change, close, escalate.
    decision = internal(models.CharField(max_length=20, blank=True))
    conclusion = special(models.TextField(blank=True))
    # The level the reviewer decided, beside the level of that moment.
    risk = internal(models.CharField(max_length=10, blank=True))
    risk_before = internal(models.CharField(max_length=10, blank=True))
    started_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    started_at = internal(models.DateTimeField())
    held_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    held_at = internal(models.DateTimeField(null=True))

    class Meta:
        indexes = [models.Index(fields=["case", "-started_at"], name="review_case")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(status="draft"), name="review_open_once")
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"

    @property
    def reference(self) -> str:
        """Known by its case's reference."""
        return str(self.case.reference)

    def get_absolute_url(self) -> str:
        """The review's page."""
        return reverse("cases:review", args=[self.public_id])


class GoalProgress(Protected):
    """Where a goal stood at a review, and how one saw it."""

    append_only = True

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="progress")
    goal = models.ForeignKey("cases.Goal", on_delete=models.PROTECT, related_name="progress")
    # Code list plan.goal_status.
    outcome = internal(models.CharField(max_length=20))
    value = special(models.CharField(max_length=300, blank=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "goal"], name="goal_progress_once")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.goal_id}"
