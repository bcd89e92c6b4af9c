"""Meetings, their agenda, and what was said, decided and voted on each item."""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.models import EncryptedTextField, Protected, StoredName
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Meeting(Governed):
    """A conference about one case, or a session of a commission. Its dossier holds when, where and who; what it is
    about lies with each item of the agenda, apart."""

    CONFERENCE, SESSION = "conference", "session"

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    kind = internal(models.CharField(max_length=12))
    commission = models.ForeignKey(
        "cases.Commission", null=True, on_delete=models.PROTECT, related_name="meetings"
    )
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="meetings")
    starts_at = internal(models.DateTimeField())
    place = personal(models.CharField(max_length=200))
    # Who prepares it and writes its minutes: the caller of a conference, the secretary of a commission.
    keeper = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    change_reason = internal(models.CharField(max_length=60, blank=True))
    change_note = personal(models.CharField(max_length=300, blank=True))
    held_at = internal(models.DateTimeField(null=True))
    # How many voices the body has, written down when it was held.
    voices = internal(models.PositiveSmallIntegerField(null=True))

    class Meta:
        indexes = [
            models.Index(fields=["commission", "-starts_at"], name="meeting_commission"),
            models.Index(fields=["case", "-starts_at"], name="meeting_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="conference", case__isnull=False, commission__isnull=True)
                | Q(kind="session", case__isnull=True, commission__isnull=False),
                name="meeting_of_one_kind",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("cases:meeting", args=[self.public_id])

    @property
    def is_conference(self) -> bool:
        """About one case, called by who works on it."""
        return self.kind == self.CONFERENCE


class Attendee(Protected):
    """Somebody invited: a member, or a guest with or without an account."""

    INVITED, PRESENT, ABSENT, EXCUSED = "invited", "present", "absent", "excused"

    public_id = internal(PublicIdField())
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    user = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    name = personal(models.CharField(max_length=150))
    organisation = personal(models.CharField(max_length=200, blank=True))
    # Code list meeting.part: chair, secretary, member, specialist, family …
    part = internal(models.CharField(max_length=60))
    has_vote = internal(models.BooleanField(default=False))
    # Code list meeting.attendance.
    attendance = internal(models.CharField(max_length=60, default=INVITED))
    chaired = internal(models.BooleanField(default=False))
    removed_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], condition=Q(removed_at__isnull=True), name="attendee_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.pk}"


class AgendaItem(Governed):
    """One case, or one matter without a case, put before a meeting. It has a dossier of its own: who sits in the
    meeting sees what was laid before it here, and nothing of the case."""

    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="items")
    # The commission asked, before it has taken the item onto a session.
    commission = models.ForeignKey(
        "cases.Commission", null=True, on_delete=models.PROTECT, related_name="items"
    )
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="agenda_items")
    position = internal(models.PositiveSmallIntegerField(default=0))
    put_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Who hears what came of it: who put it, or whoever has taken over the case.
    answer_to = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # The children by name, or what the matter is called; the number of the case beside it.
    title = personal(models.CharField(max_length=300))
    case_reference = internal(models.CharField(max_length=20, blank=True))
    # Whether the child's view must be heard, by age on the day it was put (none, possible, obligatory).
    view_duty = internal(models.CharField(max_length=12, blank=True))
    question = special(models.TextField())
    proposal = special(models.TextField(blank=True))
    return_note = special(models.TextField(blank=True))
    # What was heard and decided.
    facts = special(EncryptedTextField(blank=True))
    child_view_method = internal(models.CharField(max_length=60, blank=True))
    child_view = special(EncryptedTextField(blank=True))
    family_view = special(EncryptedTextField(blank=True))
    best_interests = special(EncryptedTextField(blank=True))
    decision_kind = internal(models.CharField(max_length=60, blank=True))
    decision = special(EncryptedTextField(blank=True))
    decided_at = internal(models.DateTimeField(null=True))
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    without_quorum_why = special(models.TextField(blank=True))
    present = internal(models.PositiveSmallIntegerField(null=True))
    needed = internal(models.PositiveSmallIntegerField(null=True))

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["case"], name="agenda_item_case")]

    def __str__(self) -> str:
        return f"item {self.pk}"

    @property
    def reference(self) -> str:
        """Known by the number of its case."""
        return str(self.case_reference)

    def get_absolute_url(self) -> str:
        """The item's page."""
        return reverse("cases:agenda-item", args=[self.public_id])


class LaidPaper(Protected):
    """A paper as it was laid before a meeting: a copy, so that later changes of the case change nothing here."""

    PLAN, FORM, DOCUMENT = "plan", "form", "document"

    public_id = internal(PublicIdField())
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    kind = internal(models.CharField(max_length=10))
    source = internal(models.CharField(max_length=12))
    title = personal(models.CharField(max_length=200))
    # Headings and lines, as they read on the day.
    content = special(EncryptedTextField(blank=True))
    stored_as = internal(StoredName())
    mime = internal(models.CharField(max_length=100, blank=True))
    laid_at = internal(models.DateTimeField())
    laid_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    removed_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind", "source"],
                condition=Q(removed_at__isnull=True),
                name="laid_paper_once",
            ),
            models.UniqueConstraint(
                fields=["stored_as"], condition=~Q(stored_as=""), name="laid_paper_stored_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What it says, line by line."""
        found: list[dict[str, Any]] = json.loads(self.content) if self.content else []
        return found


class ConflictOfInterest(Protected):
    """Somebody of the meeting stands aside from one item: sees nothing of it, is not counted, does not vote."""

    append_only = True

    public_id = internal(PublicIdField())
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="conflicts")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="conflicts")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="conflicts")
    # Code list meeting.conflict.
    why = internal(models.CharField(max_length=60))
    declared_at = internal(models.DateTimeField())
    declared_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "attendee"], name="conflict_once")]

    def __str__(self) -> str:
        return f"conflict {self.pk}"


class Vote(Protected):
    """One voice on one item; who is against says in words why, and that stands in the minutes."""

    FOR, AGAINST, ABSTAINED = "for", "against", "abstained"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="votes")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="votes")
    # Code list meeting.vote.
    vote = internal(models.CharField(max_length=60))
    dissent = special(models.TextField(blank=True))
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "attendee"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.vote} {self.pk}"


class Minutes(Protected):
    """One version of the minutes of a meeting: what its text was, and whether chair and secretary have signed it. A
    correction is a new version."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = internal(models.PositiveSmallIntegerField())
    digest = internal(models.CharField(max_length=64))
    correction = special(models.TextField(blank=True))
    written_at = internal(models.DateTimeField())
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    signed_at = internal(models.DateTimeField(null=True))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number_once")]

    def __str__(self) -> str:
        return f"minutes {self.number} of {self.meeting_id}"
