"""Merges: which record was joined into which, what was moved for it, and whether it was undone (docs/adr/0013)."""

from django.db import models
from django.db.models import F, Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal


class Merge(Protected):
    """`merged` was found to be the same person as `kept`. Its row stays, out of every list, and leads to `kept`.

    In the kept person's dossier. Written, and undone, by the merging door alone."""

    append_only = True
    # These columns say which record was which on that day: a later merge does not move them.
    stays_with_merged = True

    public_id = internal(PublicIdField())
    kept = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    merged_dossier = models.ForeignKey("access.Dossier", on_delete=models.PROTECT, related_name="+")
    reason = personal(models.CharField(max_length=200))
    # Field by field, why they are one: what the adjudicators saw.
    ground = personal(models.JSONField(default=list, blank=True))
    merged_at = internal(models.DateTimeField())
    merged_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    second_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = internal(models.DateTimeField(null=True))
    undone_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = personal(models.CharField(max_length=200, blank=True, default=""))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merge_standing_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
        ]
        indexes = [models.Index(fields=["kept"], name="merge_kept")]

    def __str__(self) -> str:
        return f"merge {self.pk}"

    @property
    def stands(self) -> bool:
        """Whether it still holds."""
        return self.undone_at is None


class MergeMove(Protected):
    """One column of one row that a merge moved from the merged record to the kept one; or, `aside`, could not,
    because the kept one has such a row already: it stays with the merged record and is shown beside."""

    append_only = True

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moves")
    table_name = internal(models.CharField(max_length=63))
    row_id = internal(models.BigIntegerField())
    column_name = internal(models.CharField(max_length=63))
    # What stood there before and after: a key, or a closed text under the one and the other dossier's key.
    was = personal(models.JSONField())
    now = personal(models.JSONField(null=True))
    aside = internal(models.BooleanField(default=False))
    # The constraint that kept it.
    held_by = internal(models.CharField(max_length=63, blank=True, default=""))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "table_name", "row_id", "column_name"], name="merge_move_once"
            )
        ]

    def __str__(self) -> str:
        return f"move {self.table_name} {self.row_id}"


class MergeNews(Protected):
    """A merge or its undoing of which the upper floors are still to hear; the worker tells them, then forgets it."""

    erasable = True

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="+")
    # `merged` or `unmerged`.
    what = internal(models.CharField(max_length=10))

    def __str__(self) -> str:
        return f"{self.what} {self.merge_id}"
