"""Reviews of contacts, the sheets on which they were scored, and the weekly draws."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Draw(models.Model):
    """The drawing of one week of one hotline, with what it rested on: whoever doubts it draws again and compares."""

    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    monday = internal(models.DateField())
    drawn_at = internal(models.DateTimeField())
    # Empty where the night drew.
    drawn_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # The norms of that day: contacts for each counsellor, and the share scored twice (per cent).
    each = internal(models.PositiveSmallIntegerField())
    double = internal(models.PositiveSmallIntegerField())
    # Contacts of the week that were finished, and of them taken for review.
    finished = internal(models.PositiveIntegerField())
    taken = internal(models.PositiveIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "monday"], name="draw_week_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.monday}"


class Review(Governed):
    """One finished contact held against the rubric, in a dossier of its own: its counsellor sees it when it is whole, and
    what is kept of the contact is kept no longer for it."""

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    contact = models.OneToOneField("hotline.Contact", on_delete=models.PROTECT, related_name="review")
    # Whose listening is reviewed; a contact may pass to somebody else later.
    counsellor = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Code of `quality.why`: drawn by lot, for its danger, or picked by hand, and then what for.
    why = internal(models.CharField(max_length=20))
    picked_for = special(models.CharField(max_length=300, blank=True))
    # The rubric is that in force when the contact came.
    rubric_on = internal(models.DateField())
    double = internal(models.BooleanField(default=False))
    first_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    second_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Who wrote the sheet that settles; and, where nobody else is left and the two scorers settle together, the other.
    settled_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_with = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # The result that holds, once every sheet is there: per cent of what could be reached, and whether it passed.
    percent = personal(models.PositiveSmallIntegerField(null=True), counted=True)
    passed = personal(models.BooleanField(null=True), counted=True)
    shared_at = internal(models.DateTimeField(null=True))
    answer = special(models.TextField(blank=True))
    answered_at = internal(models.DateTimeField(null=True))
    is_sample = internal(models.BooleanField(default=False))
    forgotten_on = internal(models.DateField(null=True))

    class Meta:
        indexes = [models.Index(fields=["status", "-id"], name="review_status")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The review's page."""
        return address("hotline:review-detail", self.public_id)


class Sheet(Protected):
    """How one person scored a contact. The first of two lies sealed, open to its scorer alone, until the second is there.
    Never changed: who settles a disagreement writes another, and so does who proposes another common score (4, 5, …)."""

    append_only = True

    FIRST, SECOND, SETTLING = 1, 2, 3

    public_id = internal(PublicIdField())
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="sheets")
    number = internal(models.PositiveSmallIntegerField())
    scorer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    done_at = internal(models.DateTimeField())
    percent = personal(models.PositiveSmallIntegerField(), counted=True)
    passed = personal(models.BooleanField(), counted=True)
    remark = special(models.TextField(blank=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="sheet_number_once"),
            models.UniqueConstraint(
                fields=["review", "scorer"], condition=Q(number__lt=3), name="sheet_scorer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} № {self.number}"


class Score(Protected):
    """The score of one criterion, with a remark. No points: it does not apply to this contact."""

    append_only = True

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="scores")
    # Codes of `quality.criterion` and `quality.scale`.
    criterion = internal(models.CharField(max_length=40))
    level = personal(models.CharField(max_length=20), counted=True)
    points = personal(models.PositiveSmallIntegerField(null=True), counted=True)
    remark = special(models.TextField(blank=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once")]

    def __str__(self) -> str:
        return f"{self.criterion} {self.level}"
