"""Published figures."""

from django.db import models

from himaya.kit.privacy import public
from himaya.reference.certainty import Sourced
from himaya.reference.territory.models import Territory


class Population(Sourced):
    """A figure of a territory at a day: `population`, `children_0_17`, `children_0_17_girls`, `share`, …"""

    measure = public(models.CharField(max_length=60))
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="population")
    on = public(models.DateField())
    value = public(models.DecimalField(max_digits=14, decimal_places=3))
    unit = public(models.CharField(max_length=20))

    class Meta:
        ordering = ["measure", "territory", "on"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "territory", "on"], name="population_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="population_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.on:%d.%m.%Y}: {self.value}"
