"""Lists of pupils away from school: the list, its rows as they were read, and what is kept of each child."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.addresses import address
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class AbsenceList(Governed):
    """Who was away from one school in one month, as the school told it to the unit. Nobody is entered into the register
    by it, and nobody is obliged to anything."""

    forgets = True  # its steps are its history

    school = personal(models.CharField(max_length=200))
    # The same folded: by this a later list of the same school is known.
    school_key = personal(models.CharField(max_length=200))
    # The first day of the month.
    month = internal(models.DateField())
    file_name = personal(models.CharField(max_length=150))
    # Of the file, and of what it tells: the same list sent twice changes nothing.
    file_digest = internal(models.CharField(max_length=64))
    told_digest = internal(models.CharField(max_length=64))
    uploaded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = internal(models.DateTimeField())
    # Whether the worker is to hold its rows against the register.
    is_asked = internal(models.BooleanField(default=True))
    compared_at = internal(models.DateTimeField(null=True))
    # How many rows of each verdict there are.
    counts = internal(models.JSONField(default=dict))
    # The corrected list by which it was replaced.
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["school_key", "month"], name="absence_list_school"),
            models.Index(fields=["id"], condition=Q(is_asked=True), name="absence_list_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.month:%m.%Y}"

    def get_absolute_url(self) -> str:
        """The list's page."""
        return address("cases:absence-list", self.public_id)


class AbsenceRow(Protected):
    """One pupil of a list: what was read, what is thought of it, and which child of the register it is."""

    erasable = True
    forgets = True

    # Certainly this child; perhaps somebody registered; not in the register; wrong; stands in the list already; a human
    # said that it is nobody of those who came into question.
    SURE, LIKELY, UNKNOWN, REFUSED, REPEATED, OTHER = (
        "sure", "likely", "unknown", "refused", "repeated", "other",
    )  # fmt: skip
    OPEN = (LIKELY, UNKNOWN)

    listed = models.ForeignKey(AbsenceList, on_delete=models.PROTECT, related_name="rows")
    place = internal(models.PositiveIntegerField())
    sheet = personal(models.CharField(max_length=100, blank=True))
    number = internal(models.PositiveIntegerField())
    # Name, birth date, FIN, class and days as they were read.
    facts = special(models.JSONField(default=dict))
    # Codes of what was odd (`rules.REMARKS` and those of lists of people), each with what it is about.
    remarks = special(models.JSONField(default=list))
    verdict = internal(models.CharField(max_length=10))
    same_as = internal(models.PositiveIntegerField(null=True))
    # Public ids of whom it may be; of who it is.
    matches = special(models.JSONField(default=list))
    joined_to = personal(models.CharField(max_length=12, blank=True))
    # The same, written by the door that keeps what the row tells.
    person = models.ForeignKey("registry.Person", null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["listed", "place"], name="absence_row_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["sure", "likely", "unknown", "refused", "repeated", "other"]),
                name="absence_verdict_known",
            ),
        ]
        indexes = [models.Index(fields=["listed", "verdict", "place"], name="absence_row_verdict")]

    def __str__(self) -> str:
        return f"row {self.number}"

    @property
    def name(self) -> str:
        """The name as it was read."""
        parts = (self.facts.get(part) for part in ("family_name", "given_name", "fathers_name"))
        return " ".join(filter(None, parts))


class SchoolAbsence(Protected):
    """That a child was away from school on so many days of a month, as a list told: in the child's own dossier, so that
    whoever sees the child sees it and it goes with the child's file. Written by the list's door alone."""

    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    listed = models.ForeignKey(AbsenceList, on_delete=models.PROTECT, related_name="absences")
    school = personal(models.CharField(max_length=200))
    school_class = personal(models.CharField(max_length=40, blank=True))
    month = internal(models.DateField())
    days = special(models.PositiveSmallIntegerField())
    unexcused = special(models.PositiveSmallIntegerField())
    kept_at = internal(models.DateTimeField())
    # Since when it is told no more: the list was corrected or taken back.
    ended_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["listed", "person"], condition=Q(ended_at=None), name="school_absence_once"
            ),
            models.CheckConstraint(condition=Q(unexcused__lte=models.F("days")), name="school_absence_days"),
        ]
        indexes = [
            models.Index(
                fields=["month", "unexcused"], condition=Q(ended_at=None), name="school_absence_month"
            ),
            models.Index(fields=["person", "-month"], name="school_absence_person"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
