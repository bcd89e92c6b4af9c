"""Planned shifts and the swaps asked for."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal


class Shift(models.Model):
    """One person's hours in one hotline. Nobody stands in two at once; what is taken back stays, marked."""

    class Duty(models.TextChoices):
        SHIFT = "shift", _("On shift")
        SUPERVISOR = "supervisor", _("Supervisor")
        RESERVE = "reserve", _("Reserve")

    public_id = internal(PublicIdField())
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    duty = internal(models.CharField(max_length=12, choices=Duty.choices, default=Duty.SHIFT))
    starts_at = internal(models.DateTimeField())
    ends_at = internal(models.DateTimeField())
    planned_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    cancelled_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["unit", "ends_at"], name="shift_unit_ends")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_lasts"),
            ExclusionConstraint(
                name="shift_one_at_a_time",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.starts_at:%d.%m.%Y %H:%M}"


class ShiftSwap(models.Model):
    """One person asks another to take a shift, or to change it for one of theirs."""

    ASKED, AGREED, DONE, REFUSED, WITHDRAWN = "asked", "agreed", "done", "refused", "withdrawn"
    OPEN = (ASKED, AGREED)

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        AGREED = "agreed", _("Agreed, waits for the supervisor")
        DONE = "done", _("Swapped")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    public_id = internal(PublicIdField())
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="swaps")
    in_return = models.ForeignKey(Shift, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked_at = internal(models.DateTimeField())
    status = internal(models.CharField(max_length=12, choices=Status.choices, default=Status.ASKED))
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(status__in=["asked", "agreed"]), name="swap_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.status}"
