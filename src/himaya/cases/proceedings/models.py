"""A proceeding, who takes part, its hearings and judgments; an order, whom it binds and protects, and its breaches."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.cases.voice.models import Considered
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class Proceeding(Considered, Governed):
    """One matter before one body, from the preparation of the claim until its judgment is in force."""

    OURS = "ours"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="proceedings")
    # Code of `proceeding.kind`.
    kind = special(models.CharField(max_length=40), counted=True)
    # Code of `proceeding.claimant`, and who by name where it is not ours.
    claimant = internal(models.CharField(max_length=40))
    claimant_name = personal(models.CharField(max_length=150, blank=True))
    # Before whom: a body of the system, or its name alone.
    organisation = models.ForeignKey(
        "access.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    body_name = personal(models.CharField(max_length=200, blank=True))
    number = personal(models.CharField(max_length=60, blank=True))
    what = special(models.TextField(blank=True))
    filed_on = internal(models.DateField(null=True))
    opened_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Code of `judgment.kind` of the latest judgment, its day, and until when it may be appealed.
    outcome = special(models.CharField(max_length=40, blank=True), counted=True)
    judged_on = internal(models.DateField(null=True))
    appeal_until = internal(models.DateField(null=True))
    in_force_on = internal(models.DateField(null=True))

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="proceeding_case")]

    def __str__(self) -> str:
        return f"proceeding {self.pk}"

    @property
    def reference(self) -> str:
        """Known by its case's reference."""
        return str(self.case.reference)

    @property
    def body(self) -> str:
        """Before whom, in words."""
        return " · ".join(filter(None, [str(self.organisation or ""), self.body_name]))

    def get_absolute_url(self) -> str:
        """The proceeding's page."""
        return address("cases:proceeding", self.public_id)


class ProceedingParty(Protected):
    """Somebody who takes part in a proceeding: a person of the case, or another by name."""

    public_id = internal(PublicIdField())
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="parties")
    member = models.ForeignKey("cases.CaseMember", null=True, on_delete=models.PROTECT, related_name="+")
    name = personal(models.CharField(max_length=150, blank=True))
    # Code of `proceeding.part`.
    part = special(models.CharField(max_length=40), counted=True)
    ended_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(member__isnull=False) | ~Q(name=""), name="party_is_somebody")
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.proceeding_id}"


class Hearing(Protected):
    """One sitting: when, where, who goes, and what was said there."""

    public_id = internal(PublicIdField())
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="hearings")
    at = internal(models.DateTimeField())
    place = personal(models.CharField(max_length=200, blank=True))
    goes = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Code of `hearing.outcome`; empty while it is to come or nobody wrote it down.
    outcome = internal(models.CharField(max_length=20, blank=True))
    said = special(models.TextField(blank=True))
    written_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(outcome=""), name="hearing_to_come")]

    def __str__(self) -> str:
        return f"hearing {self.pk}"


class Judgment(Protected):
    """What a body decided. Written once; a later one of a higher court stands beside it."""

    append_only = True

    public_id = internal(PublicIdField())
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="judgments")
    given_on = internal(models.DateField())
    # Code of `judgment.kind`.
    kind = special(models.CharField(max_length=40), counted=True)
    text = special(models.TextField(blank=True))
    appeal_until = internal(models.DateField(null=True))
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"judgment {self.pk}"


class Order(Governed):
    """An order that binds somebody for a time: protection from violence, no contact, an interim measure."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="orders")
    proceeding = models.ForeignKey(Proceeding, null=True, on_delete=models.PROTECT, related_name="orders")
    # Code of `order.kind`: it names the norms of its length.
    kind = special(models.CharField(max_length=40), counted=True)
    # Code of `body.kind`, and the issuer by name.
    issuer_kind = internal(models.CharField(max_length=40))
    issuer_name = personal(models.CharField(max_length=200, blank=True))
    number = personal(models.CharField(max_length=60, blank=True))
    from_on = internal(models.DateField())
    # The last day; empty for what has no end of its own.
    until_on = internal(models.DateField(null=True))
    terms = special(EncryptedTextField(blank=True))
    written_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_on = internal(models.DateField(null=True))

    class Meta:
        indexes = [
            models.Index(fields=["case", "-id"], name="order_case"),
            models.Index(fields=["until_on"], condition=Q(status="in_force"), name="order_running"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="order_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"

    @property
    def reference(self) -> str:
        """Known by its case's reference."""
        return str(self.case.reference)

    def stands_on(self, day: date) -> bool:
        """Whether it binds on a day, whatever nobody has written down yet."""
        ended = self.until_on is not None and self.until_on < day
        return self.status == "in_force" and self.from_on <= day and not ended

    def get_absolute_url(self) -> str:
        """The order's page."""
        return address("cases:order", self.public_id)


class OrderPerson(Protected):
    """Whom an order binds, and whom it protects."""

    BOUND, PROTECTED = "bound", "protected"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="people")
    member = models.ForeignKey("cases.CaseMember", null=True, on_delete=models.PROTECT, related_name="+")
    name = personal(models.CharField(max_length=150, blank=True))
    part = special(models.CharField(max_length=10, choices=[(BOUND, BOUND), (PROTECTED, PROTECTED)]))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(name=""), name="order_person_is_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.order_id}"


class OrderBreach(Protected):
    """That an order was broken: when, how, and who was told of it."""

    append_only = True

    public_id = internal(PublicIdField())
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="breaches")
    at = internal(models.DateTimeField())
    what = special(models.TextField())
    # Code of `notify.body`; empty where nobody was told, with the reason.
    told_body = internal(models.CharField(max_length=40, blank=True))
    told_at = internal(models.DateTimeField(null=True))
    told_whom = personal(models.CharField(max_length=200, blank=True))
    not_told_why = special(models.TextField(blank=True))
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"breach {self.pk}"
