"""What makes a record private: its dossier, and who was let in or walled off.

A *dossier* is the unit of access: one for each person, report and case. Every row with personal data
belongs to one, carries its `zone` (unit and sensitivity in one number) and is refused by the database to
whoever has neither the zone nor a grant. See docs/adr/0003.
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from himaya.access.protection.actor import require_actor
from himaya.access.roles import NORMAL, Permission
from himaya.kit.privacy import internal, personal

# The ground of a grant made by break-glass: for reading, made by its own door only.
BREAK_GLASS = "breakglass"
# Grounds on which somebody is let in for the office they hold (the receiving side of a transfer decides in it; who
# guards a sealed person judges which record is theirs; who registered somebody goes on with the file, wherever it lies;
# who was invited to a meeting takes part in it).
# On any other ground a person is let in as one who works by what is granted to them.
IN_OFFICE = frozenset({"transfer", "guard", "registrar", "agenda"})


class Dossier(models.Model):
    """One private record and the unit that holds it."""

    kind = internal(models.CharField(max_length=20))
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    sensitivity = internal(models.SmallIntegerField(default=NORMAL))
    zone = internal(
        models.GeneratedField(
            expression=F("unit_id") * 4 + F("sensitivity"),
            output_field=models.IntegerField(),
            db_persist=True,
        )
    )
    # The transaction that opened it sees it until commit, so that one may hand in what one may not read.
    born_xid = internal(models.BigIntegerField(null=True, db_index=True, editable=False))
    born_at = internal(models.DateTimeField(null=True, editable=False))

    class Meta:
        indexes = [models.Index(fields=["zone"], name="dossier_zone")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sensitivity__gte=0, sensitivity__lte=2), name="dossier_sensitivity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ProtectedQuerySet(models.QuerySet[Any]):
    """Reads of protected rows."""

    def visible_to(self, user: Any) -> Self:
        """The rows this user may see. The same answer as the database's own policy, kept in one
        place: row-level security filters for the actor of the transaction, who must be this user."""
        require_actor(user)
        return self


class Protected(models.Model):
    """A row with personal data. `zone` and `version` are kept by the database."""

    # A yes-or-no column whose rows, and what they held before, only who has the permission sees: `("guarded", …)`.
    guarded_by: ClassVar[tuple[str, Permission] | None] = None

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    zone = internal(models.IntegerField(editable=False, db_index=True, default=0))
    version = internal(models.IntegerField(editable=False, default=1))
    created_at = internal(models.DateTimeField(editable=False, auto_now_add=True))

    objects: ClassVar[Any] = ProtectedQuerySet.as_manager()

    class Meta:
        abstract = True


class OwnRow(models.Model):
    """A row that belongs to one user and is seen by nobody else."""

    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Grant(Protected):
    """Lets a user, or all of a unit, into one dossier, on a named ground, until it ends."""

    user = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("access.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    ground = internal(models.CharField(max_length=40))
    source = internal(models.CharField(max_length=60, blank=True))
    given_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Counted: about who of the staff could read, which an inquiry asks to the day; and never to be stretched.
    expires_at = internal(models.DateTimeField(null=True), counted=True)
    ended_at = internal(models.DateTimeField(null=True), counted=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, unit__isnull=True) | Q(user__isnull=True, unit__isnull=False),
                name="grant_to_one",
            ),
            models.UniqueConstraint(
                fields=["dossier", "user", "unit", "ground", "source"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="grant_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "dossier"], condition=Q(ended_at__isnull=True), name="grant_user_open"
            ),
            models.Index(
                fields=["unit", "dossier"], condition=Q(ended_at__isnull=True), name="grant_unit_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.dossier_id}"


class History(Protected):
    """What a row held before a change: written by the database, never by the application."""

    append_only = True

    table_name = internal(models.CharField(max_length=63))
    row_id = internal(models.BigIntegerField())
    at = internal(models.DateTimeField())
    actor_id = internal(models.BigIntegerField(null=True))
    before = personal(models.JSONField())

    class Meta:
        indexes = [models.Index(fields=["table_name", "row_id"], name="history_row")]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}"


class Wall(Protected):
    """Shuts a user, or all of a unit, out of one dossier, whatever else lets them in: break-glass too."""

    append_only = True

    user = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("access.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    reason = internal(models.CharField(max_length=40))
    raised_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, unit__isnull=True) | Q(user__isnull=True, unit__isnull=False),
                name="wall_for_one",
            ),
            models.UniqueConstraint(
                fields=["dossier", "user", "unit"], nulls_distinct=False, name="wall_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.dossier_id}"
