"""Writing to the people of a case: the way each of them called safe, and what was sent."""

from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal


class SafeWay(Protected):
    """How a person of a case said that they may be written to: one number for SMS and one address for e-mail at most.

    It belongs to the case and not to the person: what is safe while a father is away is not while he is at home."""

    SMS, EMAIL = "sms", "email"

    public_id = internal(PublicIdField())
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="safe_ways")
    member = models.ForeignKey("cases.CaseMember", on_delete=models.PROTECT, related_name="safe_ways")
    # Code of `case.safe_way`.
    way = internal(models.CharField(max_length=10))
    # An E.164 number or an e-mail address: closed, since whoever finds it could write there too.
    address = personal(EncryptedTextField())
    language = internal(models.CharField(max_length=2))
    # When nobody else reads it, in their own words.
    times = personal(models.CharField(max_length=200, blank=True))
    agreed_at = internal(models.DateTimeField())
    agreed_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member", "way"], condition=Q(ended_at__isnull=True), name="safe_way_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.pk}"


class HomeMessage(Protected):
    """A message to somebody of a case: which of the neutral texts, and the hour and number that stand in it. What
    became of it is told by the message that is on its way (`workflow.Message`)."""

    append_only = True

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="home_messages")
    way = models.ForeignKey(SafeWay, on_delete=models.PROTECT, related_name="messages")
    # Code of `case.home_message`.
    words = internal(models.CharField(max_length=40))
    meets_at = internal(models.DateTimeField(null=True))
    # The office's own number, to call back.
    call = internal(models.CharField(max_length=20))
    not_before = internal(models.DateTimeField())
    written_at = internal(models.DateTimeField())
    written_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "-written_at"], name="home_message_case")]

    def __str__(self) -> str:
        return f"message {self.pk}"
