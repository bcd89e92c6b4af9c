"""Notices: what a person is told, live on the page and by e-mail. Never any content of a case."""

from django.db import models
from django.db.models import Q

from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal


class Notice(models.Model):
    """One thing told to one user. `key` makes a second telling of the same thing impossible."""

    public_id = internal(PublicIdField())
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    kind = internal(models.CharField(max_length=60))
    key = internal(models.CharField(max_length=160))
    url = internal(models.CharField(max_length=200, blank=True))
    reference = internal(models.CharField(max_length=40, blank=True))
    urgent = internal(models.BooleanField(default=False))
    at = internal(models.DateTimeField())
    read_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class Message(models.Model):
    """An e-mail or SMS on its way out: at least once, with a key the receiving gateway can tell apart.

    It goes to a `user`, or to somebody outside whom a context knows (`addressee`, `addressee_id`): their number or
    address is looked up when it is sent and never copied here. `asked_by` hears when it cannot be delivered."""

    EMAIL, SMS = "email", "sms"

    key = internal(models.CharField(max_length=160, unique=True))
    channel = internal(models.CharField(max_length=10))
    user = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    addressee = internal(models.CharField(max_length=40, blank=True))
    addressee_id = internal(models.BigIntegerField(null=True))
    asked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    kind = internal(models.CharField(max_length=60))
    url = internal(models.CharField(max_length=200, blank=True))
    created_at = internal(models.DateTimeField())
    not_before = internal(models.DateTimeField())
    sent_at = internal(models.DateTimeField(null=True))
    delivered_at = internal(models.DateTimeField(null=True))
    tries = internal(models.SmallIntegerField(default=0))
    failed_at = internal(models.DateTimeField(null=True))
    # The kind of failure, never the gateway's own words: those may hold the number.
    failure = internal(models.CharField(max_length=120, blank=True))

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="message_waiting",
            ),
            models.Index(fields=["addressee", "addressee_id"], name="message_addressee"),
            models.Index(fields=["user", "-created_at"], name="message_user"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, addressee="", addressee_id__isnull=True)
                | Q(user__isnull=True, addressee_id__isnull=False) & ~Q(addressee=""),
                name="message_to_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"

    @property
    def state(self) -> str:
        """`waiting`, `sent`, `delivered` or `failed`."""
        if self.failed_at is not None:
            return "failed"
        if self.delivered_at is not None:
            return "delivered"
        return "sent" if self.sent_at is not None else "waiting"
