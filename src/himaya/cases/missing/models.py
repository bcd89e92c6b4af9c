"""One time of one child being missing, the search, and the talk after the return."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.addresses import address
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class MissingChild(Governed):
    """Since when, last seen where, with whom and in what, and what is to be feared."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="missing")
    child = models.ForeignKey("cases.CaseMember", on_delete=models.PROTECT, related_name="+")
    since = internal(models.DateTimeField())
    reported_at = internal(models.DateTimeField())
    reported_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    last_seen = personal(models.TextField(blank=True))
    wearing = personal(models.CharField(max_length=300, blank=True))
    # Codes of `missing.circumstance` and `missing.risk`.
    circumstance = special(models.CharField(max_length=40, blank=True), counted=True)
    risks = special(ArrayField(models.CharField(max_length=40), default=list, blank=True), counted=True)
    what = special(models.TextField(blank=True))
    # That the police was told, with their number for it.
    notice = models.ForeignKey(
        "cases.MandatoryNotice", null=True, on_delete=models.PROTECT, related_name="missing"
    )
    # Whether the register says of the person that they are missing, because of this.
    in_register = internal(models.BooleanField(default=False))
    found_at = internal(models.DateTimeField(null=True))
    found_where = personal(EncryptedTextField(blank=True))
    # Code of `missing.condition`.
    condition = special(models.CharField(max_length=40, blank=True), counted=True)
    found_note = special(models.TextField(blank=True))
    # Code of `missing.no_interview`, where there was no talk.
    no_interview = special(models.CharField(max_length=40, blank=True), counted=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-since"], name="missing_case")]
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(status="missing"), name="missing_once")
        ]

    def __str__(self) -> str:
        return f"missing {self.pk}"

    @property
    def reference(self) -> str:
        """Known by its case's reference."""
        return str(self.case.reference)

    def get_absolute_url(self) -> str:
        """The page of this search."""
        return address("cases:missing", self.public_id)


class SearchStep(Protected):
    """Who was asked, or where one looked: when, and what came of it."""

    append_only = True

    missing = models.ForeignKey(MissingChild, on_delete=models.PROTECT, related_name="search")
    at = internal(models.DateTimeField())
    by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    asked = personal(models.CharField(max_length=300))
    # Code of `missing.outcome`.
    outcome = special(models.CharField(max_length=40), counted=True)
    note = special(models.TextField(blank=True))

    def __str__(self) -> str:
        return f"search {self.pk}"


class ReturnTalk(Protected):
    """The talk with the child who is back, by somebody the child chose, or who is not complained of."""

    append_only = True

    missing = models.OneToOneField(MissingChild, on_delete=models.PROTECT, related_name="talk")
    at = internal(models.DateTimeField())
    held_by = personal(models.CharField(max_length=200))
    # A person of the case, where it was one of them.
    held_by_member = models.ForeignKey(
        "cases.CaseMember", null=True, on_delete=models.PROTECT, related_name="+"
    )
    child_chose = internal(models.BooleanField(default=False))
    # Codes of `missing.reason`.
    reasons = special(ArrayField(models.CharField(max_length=40), default=list), counted=True)
    # The child's own words: never on a letter.
    child_words = special(EncryptedTextField(blank=True))
    follows = special(models.TextField())
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"talk {self.pk}"
