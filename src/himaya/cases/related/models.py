"""Cases that belong to one story."""

from django.db import models
from django.db.models import F, Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, special


class CaseLink(Protected):
    """Two cases of one story, and why: brothers and sisters, one incident, one possible perpetrator.

    Written once, in the dossier of the more closely kept of the two. Whoever sees only the other hears through a door
    (`doors.py`) that there is a linked case and who is responsible, and of a sensitive one not even that."""

    public_id = internal(PublicIdField())
    # The earlier case first: a pair is one pair from whichever side it was linked.
    first = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    # Code of `case.link_kind`.
    kind = special(models.CharField(max_length=40), counted=True)
    note = special(models.TextField(blank=True))
    # Code of `case.split_reason` where the second case was taken out of the first; else empty.
    split_reason = internal(models.CharField(max_length=40, blank=True))
    made_at = internal(models.DateTimeField())
    made_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = internal(models.DateTimeField(null=True))
    ended_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Code of `case.link_end_reason`.
    end_reason = internal(models.CharField(max_length=40, blank=True))
    end_note = special(models.TextField(blank=True))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="case_link_of_two"),
            models.UniqueConstraint(
                fields=["first", "second", "kind"], condition=Q(ended_at__isnull=True), name="case_link_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
