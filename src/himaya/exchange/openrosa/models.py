"""What phones sent."""

import base64

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import EncryptedTextField, Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special


class FormSubmission(Protected):
    """One set of answers as a phone sent it, in a dossier of its own until it has its place in a case. Afterwards the
    answers stand in the case alone; here stays that they came, so that sent twice is taken once."""

    forgets = True  # what it held is in the case; what was dropped is not to be kept for ever

    class State(models.TextChoices):
        COMING = "coming", _("Still arriving")
        WAITING = "waiting", _("Waits for you")
        PLACED = "placed", _("In its case")
        DROPPED = "dropped", _("Put aside")

    class Why(models.TextChoices):
        UNPLACED = "unplaced", _("The phone did not say whom it is about.")
        UNSEEN = "unseen", _("The case it names is not open to you, or the person is no longer in it.")
        TWIN = (
            "twin",
            _("The same form was sent about the same person shortly before, maybe from another phone."),
        )
        CHANGED = "changed", _("The same set of answers came before with other content.")
        REFUSED = "refused", _("The answers cannot be taken as they are.")

    public_id = internal(PublicIdField())
    # As the form gave it to this set of answers; and a digest of what was sent, which tells a repeat from another set.
    instance_id = internal(models.CharField(max_length=120))
    digest = internal(models.CharField(max_length=64))
    form = models.ForeignKey("instruments.FormVersion", on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey("access.DeviceKey", on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    # Public id of the member or the case that was chosen on the phone.
    about = personal(models.CharField(max_length=12, blank=True))
    closed = special(EncryptedTextField(blank=True, default=""))
    state = internal(models.CharField(max_length=10, choices=State.choices, default=State.COMING))
    why = internal(models.CharField(max_length=10, choices=Why.choices, blank=True))
    # What is wrong with the answers, in the sender's language.
    told = special(models.JSONField(default=list, blank=True))
    came_at = internal(models.DateTimeField())
    settled_at = internal(models.DateTimeField(null=True))
    settled_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    emptied_at = internal(models.DateTimeField(null=True))
    drop_reason = internal(models.CharField(max_length=40, blank=True))
    response = models.ForeignKey(
        "instruments.Response", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-came_at"]
        constraints = [
            models.UniqueConstraint(fields=["sender", "instance_id", "digest"], name="submission_once"),
            models.CheckConstraint(
                condition=~Q(state="placed") | Q(response__isnull=False), name="submission_placed_somewhere"
            ),
        ]
        indexes = [
            models.Index(fields=["sender", "-came_at"], name="submission_sender"),
            models.Index(
                fields=["came_at"], condition=Q(state__in=["coming", "waiting"]), name="submission_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} submission {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("exchange:submission", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.state in (self.State.COMING, self.State.WAITING)


class SubmissionFile(Protected):
    """A picture or recording that came with a set of answers, closed with its dossier's key until it has its place."""

    erasable = True
    forgets = True

    submission = models.ForeignKey(FormSubmission, on_delete=models.PROTECT, related_name="files")
    name = personal(models.CharField(max_length=200))
    size = internal(models.PositiveIntegerField())
    closed = special(EncryptedTextField())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "name"], name="submission_file_once"),
        ]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return base64.b64decode(str(self.closed))
