"""Pairs of records that may be one person, and what people judged of them (docs/adr/0014)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Pair(Governed):
    """Two records that may be one person. Held by the lowest unit that is above both, as guarded as the more
    guarded of the two. `one` is the older record."""

    # These columns say which two were compared: a merge does not move them.
    stays_with_merged = True

    SAME, DIFFERENT, ASK = "same", "different", "ask"
    # Where the question came from.
    SEARCH, LINKAGE, ASKED, MERGED = "search", "linkage", "asked", "merged"

    one = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="+")
    origin = internal(models.CharField(max_length=10))
    raised_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = internal(models.DateTimeField())
    note = special(models.TextField(blank=True, default=""))
    # The likelihood that they are one, 0 to 1, and the evidence for it: [{"field", "how", "weight"}], in bits.
    score = personal(models.FloatField())
    weights = personal(models.JSONField(default=list, blank=True))
    model_version = internal(models.CharField(max_length=60, blank=True, default=""))
    # Codes of what makes it risky (rules.RISKS): then a second person decides too.
    risks = internal(models.JSONField(default=list, blank=True))
    # What the first of two said, while the second is awaited.
    proposed = internal(models.CharField(max_length=9, blank=True, default=""))
    # The facts on which “different” rests: asked again only when they change.
    facts_digest = internal(models.CharField(max_length=64, blank=True, default=""))
    merge = models.ForeignKey("registry.Merge", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="pair_in_order"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="pair_score"),
        ]
        indexes = [models.Index(fields=["status", "-score"], name="pair_queue")]

    def __str__(self) -> str:
        return f"pair {self.pk}"

    def get_absolute_url(self) -> str:
        """The page on which it is judged."""
        return reverse("people:pair-detail", args=[self.public_id])


class Judgement(Protected):
    """What one person said of a pair, and on what evidence. The final ones are the labels from which the model of
    linkage is calibrated anew."""

    append_only = True

    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="judgements")
    # First, second, or the third that settles a disagreement.
    turn = internal(models.PositiveSmallIntegerField())
    verdict = internal(models.CharField(max_length=9))
    final = internal(models.BooleanField(default=False))
    # A code of the list `adjudication.reason`.
    reason = internal(models.CharField(max_length=40, blank=True, default=""))
    words = special(models.TextField(blank=True, default=""))
    judged_at = internal(models.DateTimeField())
    judged_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    score = personal(models.FloatField())
    weights = personal(models.JSONField(default=list, blank=True))
    model_version = internal(models.CharField(max_length=60, blank=True, default=""))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["same", "different", "ask", "answer"]), name="judgement_verdict"
            )
        ]
        indexes = [models.Index(fields=["judged_at"], condition=Q(final=True), name="judgement_labels")]

    def __str__(self) -> str:
        return f"judgement {self.pk}"
