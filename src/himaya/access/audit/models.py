"""The audit: who read and did what. Ids and digests only, never content; written once, never changed."""

from django.db import models

from himaya.kit.privacy import internal


class AuditEvent(models.Model):
    """One read or write. `xid` lets the sealer close whole transactions (see `AuditSeal`)."""

    append_only = True

    at = internal(models.DateTimeField())
    xid = internal(
        models.BigIntegerField(db_default=models.expressions.RawSQL("pg_current_xact_id()::text::bigint", ()))
    )
    actor_kind = internal(models.CharField(max_length=10))
    actor_id = internal(models.BigIntegerField(null=True))
    verb = internal(models.CharField(max_length=80))
    dossier_id = internal(models.BigIntegerField(null=True))
    object_kind = internal(models.CharField(max_length=60, blank=True))
    object_id = internal(models.BigIntegerField(null=True))
    reason = internal(models.CharField(max_length=60, blank=True))
    digest = internal(models.CharField(max_length=64, blank=True))
    session = internal(models.CharField(max_length=16, blank=True))

    class Meta:
        indexes = [
            models.Index(fields=["dossier_id", "at"], name="audit_dossier"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
            models.Index(fields=["xid"], name="audit_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class AuditSeal(models.Model):
    """A closed range of transactions, chained to the seal before it (docs/adr/0007)."""

    append_only = True

    # A new era begins when the database moves to another cluster, whose transactions count anew.
    era = internal(models.IntegerField(default=1))
    # Only events younger than this belong to the era: older ones were sealed before it.
    after_id = internal(models.BigIntegerField(default=0))
    first_xid = internal(models.BigIntegerField())
    end_xid = internal(models.BigIntegerField())
    rows = internal(models.IntegerField())
    # Twenty-four bytes a row (its id, half of its digest), so that the one changed row can be named.
    row_digests = internal(models.BinaryField(default=bytes))
    digest = internal(models.CharField(max_length=64))
    previous = internal(models.CharField(max_length=64))
    sealed_at = internal(models.DateTimeField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["era", "first_xid"], name="seal_range_once")]

    def __str__(self) -> str:
        return f"{self.era}:{self.first_xid}-{self.end_xid}"
