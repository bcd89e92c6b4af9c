"""Clocks: stored deadlines that somebody must meet."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.privacy import internal


class Clock(Protected):
    """A deadline started by a step. `fires_at` is when the worker must next look at it: to remind, to declare
    it missed, or to climb the ladder."""

    RUNNING, PAUSED, MET, CANCELLED = "running", "paused", "met", "cancelled"

    process = internal(models.CharField(max_length=40))
    subject_id = internal(models.BigIntegerField())
    name = internal(models.CharField(max_length=40))
    norm = internal(models.CharField(max_length=80))
    ladder = internal(models.CharField(max_length=20, default="standard"))
    state = internal(models.CharField(max_length=10, default=RUNNING))
    started_at = internal(models.DateTimeField())
    due_at = internal(models.DateTimeField())
    fires_at = internal(models.DateTimeField(null=True))
    reminded_at = internal(models.DateTimeField(null=True))
    missed_at = internal(models.DateTimeField(null=True))
    rung = internal(models.SmallIntegerField(default=0))
    ended_at = internal(models.DateTimeField(null=True))
    paused_at = internal(models.DateTimeField(null=True))
    pause_reason = internal(models.CharField(max_length=60, blank=True))
    # Who must meet it: a named person, or else whoever holds the role in the unit.
    holder = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    role = internal(models.CharField(max_length=40, blank=True))
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process", "subject_id", "name"],
                condition=Q(state__in=["running", "paused"]),
                name="clock_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["running", "paused", "met", "cancelled"]), name="clock_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["fires_at"], condition=Q(state="running"), name="clock_fires"),
            models.Index(fields=["holder", "due_at"], condition=Q(state="running"), name="clock_holder"),
            models.Index(fields=["unit", "due_at"], condition=Q(state="running"), name="clock_unit"),
            models.Index(fields=["process", "subject_id"], name="clock_subject"),
            # What is due first stands first, on lists of any size.
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=["running", "paused"]), name="clock_due"
            ),
            models.Index(
                fields=["zone", "process", "due_at", "id"],
                condition=Q(state__in=["running", "paused"]),
                name="clock_zone_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process}.{self.name} {self.subject_id}"

    @property
    def is_late(self) -> bool:
        """Open and past its due time, as the worker has declared it."""
        return self.missed_at is not None and self.state in {self.RUNNING, self.PAUSED}
