"""The queue: what waits, who is at the line, and whether the line answers. What a caller said and their number lie apart,
closed, in the dossier that becomes the contact's."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special


class Line(models.Model):
    """A hotline's own switch. Whoever decides about its queue holds this row: two at once wait for each other."""

    unit = models.OneToOneField("access.Unit", on_delete=models.PROTECT, related_name="+")
    stopped_at = internal(models.DateTimeField(null=True))
    # Code of `hotline.stop_reason`.
    stop_reason = internal(models.CharField(max_length=40, blank=True))
    stopped_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # Everything goes to the supervisors: a drill, a campaign, an attack.
    diverted_at = internal(models.DateTimeField(null=True))
    diverted_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"line {self.unit_id}"


class Seat(models.Model):
    """Somebody's place at a line: what they said of themself, when they last gave a sign, what they can."""

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        PAUSED = "paused", _("Pause")
        OFF = "off", _("Off")

    public_id = internal(PublicIdField())
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="seats")
    user = models.OneToOneField("access.User", on_delete=models.PROTECT, related_name="+")
    # The rung of the ladder on which they stand: `shift`, `supervisor`, `reserve`.
    duty = internal(models.CharField(max_length=12, default="shift"))
    state = internal(models.CharField(max_length=10, choices=State.choices, default=State.OFF))
    # Code of `hotline.pause_reason`.
    reason = internal(models.CharField(max_length=40, blank=True))
    state_since = internal(models.DateTimeField())
    beat_at = internal(models.DateTimeField())
    idle_since = internal(models.DateTimeField())
    wrap_until = internal(models.DateTimeField(null=True))
    languages = internal(ArrayField(models.CharField(max_length=10), default=list, blank=True))
    skills = internal(ArrayField(models.CharField(max_length=60), default=list, blank=True))

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class Arrival(models.Model):
    """One contact as the queue sees it: how it came, how it waits, who is rung, how it ended. Nothing of what was said;
    everybody at the line sees it."""

    OPEN = ("waiting", "recording")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        RECORDING = "recording", _("At the answering machine")
        ANSWERED = "answered", _("Answered")
        PROMISED = "promised", _("Call-back promised")
        TOLD = "told", _("Told what happens")
        HANDED = "handed", _("With the supervisors")
        POSTPONED = "postponed", _("Waits for a safe hour")
        SETTLED = "settled", _("Settled by a supervisor")

    public_id = internal(PublicIdField())
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="arrivals")
    dossier = models.ForeignKey("access.Dossier", on_delete=models.PROTECT, related_name="+")
    # Code of `hotline.channel`, and the channel's own id: the same call never arrives twice.
    channel = internal(models.CharField(max_length=40))
    channel_key = internal(models.CharField(max_length=120))
    kind = internal(models.CharField(max_length=12))
    caller_key = internal(models.CharField(max_length=64, blank=True))
    arrived_at = internal(models.DateTimeField())
    # Since when it stands where it stands: the times of the ladder run from here.
    since = internal(models.DateTimeField())
    state = internal(models.CharField(max_length=12, choices=State.choices, default=State.WAITING))
    # Why it ended so, or what the caller was told: `late`, `hung_up`, or a code of `hotline.queue_words`.
    why = internal(models.CharField(max_length=40, blank=True))
    priority = internal(models.SmallIntegerField(default=0))
    flood = internal(models.BooleanField(default=False))
    language = internal(models.CharField(max_length=10, blank=True))
    skill = internal(models.CharField(max_length=60, blank=True))
    rung = internal(models.SmallIntegerField(default=0))
    rings = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+")
    rung_at = internal(models.DateTimeField(null=True))
    passed = internal(ArrayField(models.BigIntegerField(), default=list, blank=True))
    safe_until = internal(models.DateTimeField(null=True))
    due_at = internal(models.DateTimeField(null=True))
    call_back = models.ForeignKey("hotline.CallBack", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = internal(models.DateTimeField(null=True))
    ended_at = internal(models.DateTimeField(null=True))
    contact = models.ForeignKey(
        "hotline.Contact", null=True, on_delete=models.PROTECT, related_name="arrivals"
    )
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        indexes = [
            models.Index(
                fields=["line"],
                condition=Q(state__in=["waiting", "recording", "handed"]),
                name="arrival_open",
            ),
            models.Index(fields=["line", "-arrived_at"], name="arrival_latest"),
            models.Index(
                fields=["caller_key", "-arrived_at"], condition=~Q(caller_key=""), name="arrival_caller"
            ),
            models.Index(
                fields=["accepted_by"],
                condition=Q(state="answered", ended_at__isnull=True),
                name="arrival_held",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["channel", "channel_key"], name="arrival_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.arrived_at}"

    def get_absolute_url(self) -> str:
        """Where it is taken."""
        return address("hotline:arrival", self.public_id)


class ArrivalCaller(Protected):
    """What came with an arrival, and what was left with the machine later: the number, the words. Read by whoever takes
    it."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="told")
    number = personal(EncryptedTextField(blank=True))
    words = special(models.TextField(blank=True))

    def __str__(self) -> str:
        return f"caller {self.arrival_id}"
