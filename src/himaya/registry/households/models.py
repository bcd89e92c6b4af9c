"""Who lives with whom, and who is who to whom."""

import uuid

from django.db import models
from django.db.models import F, Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special
from himaya.registry.people.models import Person


class Household(models.Model):
    """People who live together. Holds nothing about anybody: each membership lies in its person's dossier."""

    public_id = internal(PublicIdField())
    created_at = internal(models.DateTimeField(auto_now_add=True))
    is_sample = internal(models.BooleanField(default=False))

    def __str__(self) -> str:
        return f"household {self.public_id}"


class HouseholdMember(Protected):
    """A person's place in a household, for a time. The dossier is the person's."""

    public_id = internal(PublicIdField())
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="households")
    # A code of the list `household.role`.
    role = personal(models.CharField(max_length=24), counted=True)
    started_on = personal(models.DateField(null=True, blank=True))
    ended_on = personal(models.DateField(null=True, blank=True))

    class Meta:
        ordering = ["ended_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(ended_on__isnull=True),
                name="household_member_once",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="household_member_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"


class Relationship(Protected):
    """What `other` is to `person` (kind `mother`: other is the person's mother), for a time.

    Kept in pairs by the action and by the database, one row in each person's dossier, joined by `pair`. Restricted
    kinds lie, both rows, in the dossier of the person harmed, which is then sensitive. A circle of parents is
    refused by the database (households/sql.py).
    """

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # A code of the list `relationship.type`, which names the inverse and what is restricted.
    kind = special(models.CharField(max_length=24), counted=True)
    pair = internal(models.UUIDField(default=uuid.uuid4, editable=False))
    started_on = personal(models.DateField(null=True, blank=True))
    ended_on = personal(models.DateField(null=True, blank=True))
    # A code of the list `relationship.end_reason`; what was written by mistake is neither drawn nor listed.
    end_reason = special(models.CharField(max_length=24, blank=True, default="", db_default=""), counted=True)
    note = special(models.CharField(max_length=300, blank=True, default=""))

    class Meta:
        ordering = ["ended_on", "pk"]
        indexes = [models.Index(fields=["pair"], name="relationship_pair")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                condition=Q(ended_on__isnull=True),
                name="relationship_once",
            ),
            models.CheckConstraint(condition=~Q(person=F("other")), name="relationship_of_two"),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="relationship_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
