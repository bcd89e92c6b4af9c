"""Days that the Cabinet moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from himaya.kit.privacy import public
from himaya.reference.certainty import Sourced


class WorkingDayChange(Sourced):
    """A day that is off, or worked, against the general calendar (moved each year by the Cabinet)."""

    class Kind(models.TextChoices):
        OFF = "off", _("day off")
        WORKING = "working", _("working day")

    day = public(models.DateField(unique=True))
    kind = public(models.CharField(max_length=8, choices=Kind.choices))
    reason = public(models.CharField(max_length=200, blank=True))

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.get_kind_display()}"
