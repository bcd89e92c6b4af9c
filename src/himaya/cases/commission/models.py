"""Commissions and who sits in them."""

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit import clock
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal
from himaya.workflow.models import Governed

if TYPE_CHECKING:
    from himaya.access.models import User


class Commission(Governed):
    """One body of a unit that decides together. Its dossier holds who sits in it; nothing about any child."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    # Code list commission.kind: a children's rights commission, or the guardianship body before it.
    kind = internal(models.CharField(max_length=60))
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="commissions")
    established_on = internal(models.DateField())
    last_met_on = internal(models.DateField(null=True))
    dissolved_reason = internal(models.CharField(max_length=60, blank=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(status="sitting"), name="commission_once_a_unit"
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)

    def get_absolute_url(self) -> str:
        """The commission's page."""
        return reverse("cases:commission", args=[self.public_id])

    @property
    def secretary(self) -> "User | None":
        """Who keeps its papers today."""
        seat = self.seats.filter(CommissionSeat.on(clock.today()), function=CommissionSeat.SECRETARY).first()
        return seat.user if seat else None


class CommissionSeat(Protected):
    """One person's term in a commission: as what, and for which organisation."""

    CHAIR, DEPUTY, SECRETARY, MEMBER = "chair", "deputy", "secretary", "member"

    public_id = internal(PublicIdField())
    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="seats")
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code list commission.function.
    function = internal(models.CharField(max_length=60))
    stands_for = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    starts_on = internal(models.DateField())
    # The first day on which the seat is empty.
    ends_on = internal(models.DateField(null=True))

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="commission_seat_lasts",
            ),
            ExclusionConstraint(
                name="commission_seat_one_at_a_time",
                expressions=[
                    (F("commission"), RangeOperators.EQUAL),
                    (F("user"), RangeOperators.EQUAL),
                    (Func(F("starts_on"), F("ends_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="commission_one_chair_one_secretary",
                expressions=[
                    (F("commission"), RangeOperators.EQUAL),
                    (F("function"), RangeOperators.EQUAL),
                    (Func(F("starts_on"), F("ends_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(function__in=["chair", "secretary"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.user}"

    @staticmethod
    def on(day: object) -> Q:
        """The seats taken on a day."""
        return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gt=day))
