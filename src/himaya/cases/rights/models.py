"""Which rights of a child a case touches."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.privacy import internal, special


class AffectedRight(Protected):
    """One right (code of `child.right`, with its article) that is not kept in a case, since when and as who sees it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="rights")
    code = special(models.CharField(max_length=40), counted=True)
    noted_at = internal(models.DateTimeField())
    noted_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(ended_at__isnull=True), name="right_of_a_case_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.case_id}"
