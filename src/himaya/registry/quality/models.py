"""How many records of a unit fall short in one respect: counted by the worker, names nobody."""

from django.db import models

from himaya.kit.privacy import internal


class QualityCount(models.Model):
    """Of one unit and one measure: so many records fall short, of so many looked at."""

    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    # A key of `quality.rules.MEASURES`.
    measure = internal(models.CharField(max_length=24))
    found = internal(models.PositiveIntegerField())
    of = internal(models.PositiveIntegerField())
    counted_at = internal(models.DateTimeField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "measure"], name="quality_count_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.unit_id}"
