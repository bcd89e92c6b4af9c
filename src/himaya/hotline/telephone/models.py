"""Calls as the exchange tells of them: a log that is only added to, what it adds up to, and what the exchange was told."""

from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.clients.telephone import Event
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, secret


class Telephone(models.Model):
    """Where the exchange reaches somebody: an extension or an address of theirs at the exchange; empty for nowhere."""

    user = models.OneToOneField("access.User", on_delete=models.PROTECT, related_name="+")
    endpoint = internal(models.CharField(max_length=60, blank=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint"], condition=~Q(endpoint=""), name="telephone_of_one")
        ]

    def __str__(self) -> str:
        return self.endpoint


class ExchangeMessage(models.Model):
    """What the exchange has just brought and nobody has carried in yet, closed under the master key. Gone as soon as it
    is carried in."""

    erasable = True

    key = internal(models.CharField(max_length=120, unique=True))
    closed = secret(models.TextField())
    came_at = internal(models.DateTimeField())

    def __str__(self) -> str:
        return f"message of {self.came_at}"


class PhoneCall(Protected):
    """One call at the exchange, in the dossier of what waits or was taken. All save the first three columns is what its
    events add up to (`rules.replay`), kept for lists. A blocked caller's call has no arrival until they say that a child
    is in danger."""

    public_id = internal(PublicIdField())
    # The exchange's own id of the call.
    exchange_id = internal(models.CharField(max_length=100, unique=True))
    arrival = models.ForeignKey(
        "hotline.Arrival", null=True, on_delete=models.PROTECT, related_name="phone_calls"
    )
    outgoing = internal(models.BooleanField(default=False))
    state = internal(models.CharField(max_length=12, blank=True))
    endpoint = internal(models.CharField(max_length=200, blank=True))
    began_at = internal(models.DateTimeField())
    answered_at = internal(models.DateTimeField(null=True))
    ended_at = internal(models.DateTimeField(null=True))
    # `caller`, `counsellor`, `exchange`, why it failed, or `lost`: the exchange does not know it any more.
    ended_by = internal(models.CharField(max_length=12, blank=True))
    voicemail = internal(models.CharField(max_length=200, blank=True))
    told = internal(models.IntegerField(default=0))
    # Events that contradicted the log or could not follow: the exchange is at fault.
    strange = internal(models.IntegerField(default=0))

    class Meta:
        indexes = [
            models.Index(fields=["began_at"], condition=Q(ended_at__isnull=True), name="phone_call_live")
        ]

    def __str__(self) -> str:
        return self.exchange_id


class PhoneEvent(Protected):
    """One event as it came. Never changed."""

    append_only = True

    call = models.ForeignKey(PhoneCall, on_delete=models.PROTECT, related_name="events")
    number = internal(models.IntegerField())
    kind = internal(models.CharField(max_length=12))
    at = internal(models.DateTimeField())
    came_at = internal(models.DateTimeField())
    facts = internal(models.JSONField(default=dict))
    # Whose number it tells, where it tells one.
    party = personal(EncryptedTextField(blank=True))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="phone_event_once")]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(kind__in=["recording", "voicemail"]), name="phone_recording"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.number} {self.kind}"


class PhoneCommand(Protected):
    """One thing the exchange was told, or will be as soon as it can be reached; once for each key."""

    call = models.ForeignKey(PhoneCall, on_delete=models.PROTECT, related_name="commands")
    key = internal(models.CharField(max_length=120, unique=True))
    do = internal(models.CharField(max_length=12))
    endpoint = internal(models.CharField(max_length=200, blank=True))
    party = personal(EncryptedTextField(blank=True))
    # The recording that is to be erased, by the exchange's name for it.
    file = internal(models.CharField(max_length=200, blank=True))
    asked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = internal(models.DateTimeField())
    done_at = internal(models.DateTimeField(null=True))
    # The exchange's word for why it will never do it.
    refused = internal(models.CharField(max_length=100, blank=True))

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(done_at__isnull=True), name="phone_command_due")
        ]

    def __str__(self) -> str:
        return f"{self.do} {self.call_id}"


PARTY = {
    "offered": "caller",
    "ringing": "to",
    "bridged": "with",
}  # the fact of an event that is somebody's number


def event_of(row: PhoneEvent, call: str) -> Event:
    """The event as the contract has it."""
    facts = dict(row.facts)
    if row.party:
        facts[PARTY[row.kind]] = row.party
    return Event(call, row.number, row.kind, row.at, facts)
