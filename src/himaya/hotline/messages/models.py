"""Messages as they came and went, and what the gateway brought that nobody has carried in yet."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, secret, special


class GatewayWord(models.Model):
    """What a gateway or a mail server has brought, closed under the master key until it is carried in. The keyed hash of
    its own id stays some days, so that a repeat is known; then the row goes."""

    erasable = True

    class Kind(models.TextChoices):
        SMS = "sms", _("SMS")
        FATE = "fate", _("Delivery report")
        EMAIL = "email", _("E-mail")

    key = internal(models.CharField(max_length=64, unique=True))
    kind = internal(models.CharField(max_length=8, choices=Kind.choices))
    closed = secret(models.TextField(blank=True))
    came_at = internal(models.DateTimeField())
    # Whose it is, as a keyed hash: nobody's flood keeps another one waiting.
    sender = internal(models.CharField(max_length=64, blank=True))
    # A part of a long message: the keyed hash of what its parts have in common, its place, and how many there are.
    whole = internal(models.CharField(max_length=64, blank=True))
    part = internal(models.SmallIntegerField(default=1))
    parts = internal(models.SmallIntegerField(default=1))
    carried_at = internal(models.DateTimeField(null=True))

    class Meta:
        indexes = [
            models.Index(fields=["came_at"], condition=Q(carried_at__isnull=True), name="gateway_word_waits")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.came_at}"


class TextMessage(Protected):
    """One message, in the dossier of what waits or was taken. What went out tells on what ground it might: in answer to
    what had just come, or to a number and at an hour that the child called safe."""

    class Ground(models.TextChoices):
        HEARD = "heard", _("Came in")
        ANSWER = "answer", _("Answer")
        SAFE = "safe", _("To what is called safe")
        AUTOMATIC = "automatic", _("Automatic answer")

    public_id = internal(PublicIdField())
    # The gateway's id as a keyed hash, or our own; the same message never stands here twice.
    key = internal(models.CharField(max_length=64, unique=True))
    channel = internal(models.CharField(max_length=40))
    ground = internal(models.CharField(max_length=10, choices=Ground.choices))
    arrival = models.ForeignKey(
        "hotline.Arrival", null=True, on_delete=models.PROTECT, related_name="messages"
    )
    contact = models.ForeignKey(
        "hotline.Contact", null=True, on_delete=models.PROTECT, related_name="messages"
    )
    # Who it is with: the keyed hash by which callers are counted, and the number or address, closed.
    party_key = personal(models.CharField(max_length=64, blank=True))
    party = personal(EncryptedTextField(blank=True))
    subject = special(models.CharField(max_length=300, blank=True))
    words = special(models.TextField(blank=True))
    # What the search door of contacts looks through (docs/adr/0022); empty where the words were taken away.
    sought = special(
        models.GeneratedField(
            expression=Func(
                F("subject"),
                F("words"),
                template="to_tsvector('simple'::regconfig, himaya_fold(%(expressions)s))",
                arg_joiner=" || ' ' || ",
            ),
            output_field=SearchVectorField(),
            db_persist=True,
        )
    )
    # Documents of the record that came along, by their public ids.
    enclosed = internal(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    at = internal(models.DateTimeField())
    # Some part of it never came.
    lacks_part = internal(models.BooleanField(default=False))
    read_at = internal(models.DateTimeField(null=True))

    written_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    not_before = internal(models.DateTimeField(null=True))
    tries = internal(models.SmallIntegerField(default=0))
    claimed_at = internal(models.DateTimeField(null=True))
    sent_at = internal(models.DateTimeField(null=True))
    delivered_at = internal(models.DateTimeField(null=True))
    failed_at = internal(models.DateTimeField(null=True))
    # Why it never arrived: a code of `hotline.message_failure`.
    failure = internal(models.CharField(max_length=40, blank=True))

    class Meta:
        indexes = [
            models.Index(fields=["party_key", "-at"], condition=~Q(party_key=""), name="text_message_party"),
            models.Index(
                fields=["not_before"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True) & ~Q(ground="heard"),
                name="text_message_due",
            ),
            models.Index(
                fields=["at"],
                condition=Q(ground="heard", read_at__isnull=True, contact__isnull=False),
                name="text_message_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.at}"

    @property
    def came_in(self) -> bool:
        """Whether somebody wrote to us."""
        return self.ground == self.Ground.HEARD

    @property
    def state(self) -> str:
        """How far what we wrote has come: `waiting`, `sent`, `delivered`, `failed`; empty for what came in."""
        if self.came_in:
            return ""
        if self.failed_at:
            return "failed"
        if self.delivered_at:
            return "delivered"
        return "sent" if self.sent_at else "waiting"
