"""What a unit must know of its staff to share out work: what they can do, how much, and when they are away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal


class Profile(models.Model):
    """One worker's skills, places and limit. Without a profile the norms hold."""

    user = models.OneToOneField("access.User", on_delete=models.PROTECT, related_name="work_profile")
    # Codes of `staff.skill`.
    skills = internal(ArrayField(models.CharField(max_length=60), default=list, blank=True))
    # Codes of the territories they know and reach.
    places = internal(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    # Open cases at most; empty: the norm `caseload.limit`.
    caseload_limit = internal(models.PositiveSmallIntegerField(null=True, blank=True))
    version = internal(models.PositiveIntegerField(default=1))
    changed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(caseload_limit__isnull=True) | Q(caseload_limit__lte=200),
                name="profile_limit_sane",
            )
        ]

    def __str__(self) -> str:
        return f"profile {self.user_id}"


class Absence(models.Model):
    """Days on which a worker takes no new work, first and last included. The kind is broad on purpose: nothing
    about anybody's health."""

    public_id = internal(PublicIdField())
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="absences")
    kind = internal(models.CharField(max_length=40))
    first_on = internal(models.DateField())
    last_on = internal(models.DateField())
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = internal(models.DateTimeField())
    cancelled_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="absence_ends_after_start")
        ]
        indexes = [
            models.Index(
                fields=["user", "last_on"], condition=Q(cancelled_at__isnull=True), name="absence_user"
            )
        ]

    def __str__(self) -> str:
        return f"away {self.first_on}–{self.last_on}"
