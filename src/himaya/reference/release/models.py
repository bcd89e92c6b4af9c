"""One row: the number of the present reference data."""

from django.db import models

from himaya.kit.privacy import internal


class Release(models.Model):
    """Grows by one at every change of reference data; `digest` is of the shipped files last loaded."""

    version = internal(models.PositiveIntegerField(default=0))
    digest = internal(models.CharField(max_length=64, blank=True))
    changed_at = internal(models.DateTimeField())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="reference_release_single")]

    def __str__(self) -> str:
        return str(self.version)
