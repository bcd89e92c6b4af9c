"""Groups and legal standings a person is in, each for a time and with its ground; and, of a child without parental
care, the dated facts of the central register."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from himaya.access.models import Protected
from himaya.kit import clock
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, special
from himaya.reference.queries import code_item, label
from himaya.registry.people.models import Person


class GroupMembership(Protected):
    """One status of one person: dated, with the ground and decision it rests on and the source that told us."""

    MISTAKE = "mistake"

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statuses")
    # A code of the list `vulnerable.group`, whose attributes say what else is asked.
    status = special(models.CharField(max_length=60), counted=True)
    # A code of the list that the status names as its `grounds`.
    ground = special(models.CharField(max_length=40, blank=True, default="", db_default=""), counted=True)
    # Of a disability: codes of `disability.degree` and `disability.group`.
    degree = special(models.CharField(max_length=24, blank=True, default="", db_default=""), counted=True)
    nature = special(models.CharField(max_length=24, blank=True, default="", db_default=""), counted=True)
    started_on = special(models.DateField())
    # The first day on which it no longer holds, and why (a code of `status.end_reason`).
    ended_on = special(models.DateField(null=True, blank=True))
    end_reason = special(models.CharField(max_length=24, blank=True, default="", db_default=""), counted=True)
    # Until when it was granted; from then on it must be decided anew.
    valid_until = special(models.DateField(null=True, blank=True))
    decision = special(models.CharField(max_length=200, blank=True, default=""))
    decided_on = special(models.DateField(null=True, blank=True))
    # Who decided or established it: a code of the list `body.kind`.
    decided_by = special(models.CharField(max_length=40, blank=True, default="", db_default=""), counted=True)
    source = special(models.CharField(max_length=200))
    # When somebody last made sure that it still holds; the day of writing at first.
    confirmed_on = internal(models.DateField(null=True, blank=True))
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ended_on", "-started_on", "pk"]
        indexes = [
            models.Index(fields=["status", "person"], name="status_register"),
            models.Index(fields=["zone", "status"], name="status_zone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "status"], condition=Q(ended_on__isnull=True), name="status_current_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="status_period"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("started_on")),
                name="status_granted_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"

    @property
    def ground_words(self) -> str:
        """The ground, by the list that the status names."""
        item = code_item("vulnerable.group", self.status)
        grounds = str(item.attributes.get("grounds", "")) if item else ""
        return label(grounds, self.ground) if grounds else self.ground

    @property
    def fresh_on(self) -> date:
        """The last day on which somebody wrote it down, decided it or made sure of it."""
        return max(filter(None, [self.confirmed_on, self.decided_on, self.started_on]))

    @property
    def has_run_out(self) -> bool:
        """Granted until a day that has passed, and nobody has decided anew."""
        return self.ended_on is None and self.valid_until is not None and self.valid_until < clock.today()


class CareFact(Protected):
    """One dated fact of the central register about a child without parental care: the legal status of a parent,
    whether the child may be adopted, where the child is placed. A newer one ends the one before."""

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="care_facts")
    # A code of the list `care.aspect`, which names the list of the next.
    aspect = special(models.CharField(max_length=24), counted=True)
    code = special(models.CharField(max_length=40), counted=True)
    # Which institution or family, in words.
    detail = special(models.CharField(max_length=200, blank=True, default=""))
    started_on = special(models.DateField())
    ended_on = special(models.DateField(null=True, blank=True))
    decision = special(models.CharField(max_length=200, blank=True, default=""))
    decided_on = special(models.DateField(null=True, blank=True))
    decided_by = special(models.CharField(max_length=40, blank=True, default=""), counted=True)
    source = special(models.CharField(max_length=200))
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["aspect", "ended_on", "-started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "aspect"], condition=Q(ended_on__isnull=True), name="care_fact_current_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="care_fact_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aspect} {self.pk}"
