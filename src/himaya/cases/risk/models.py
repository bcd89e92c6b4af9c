"""Changes of a case's level of risk."""

from django.db import models

from himaya.kit.privacy import internal, special
from himaya.workflow.models import Governed

# Highest first; the order says what is raising and what is lowering.
LEVELS = ("critical", "high", "medium", "low")


class RiskChange(Governed):
    """One change of the level: in force at once, or waiting for a supervisor, or refused."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="risk_changes")
    from_level = internal(models.CharField(max_length=10))
    to_level = internal(models.CharField(max_length=10))
    why = special(models.TextField())
    asked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = internal(models.DateTimeField())
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = internal(models.DateTimeField(null=True))
    decision_note = special(models.TextField(blank=True))

    class Meta:
        indexes = [models.Index(fields=["case", "-asked_at"], name="riskchange_case")]

    def __str__(self) -> str:
        return f"{self.from_level} → {self.to_level}"

    @property
    def is_lowering(self) -> bool:
        """From a graver level to a lighter one."""
        return LEVELS.index(self.to_level) > LEVELS.index(self.from_level)

    def get_absolute_url(self) -> str:
        """The case's page, where the change is decided."""
        return self.case.get_absolute_url()
