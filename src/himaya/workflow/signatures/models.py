"""Signatures: a name under a text, with the proof of which text it was."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal


class Signature(Protected):
    """One person's yes to one text. Staff type their name and prove who they are; a child or parent may say yes
    aloud, which counts when written down (domain §3.1), or sign on paper. `digest` is of the text itself: when
    the text changes, the signature stays true of what it was, and no longer holds."""

    append_only = True

    class Way(models.TextChoices):
        TYPED = "typed", _("typed name, identity proven anew")
        SPOKEN = "spoken", _("spoken, written down")
        PAPER = "paper", _("on paper")

    class Part(models.TextChoices):
        WORKER = "worker", _("social worker")
        SUPERVISOR = "supervisor", _("supervisor")
        CHILD = "child", _("child")
        PARENT = "parent", _("parent")
        GUARDIAN = "guardian", _("legal representative")
        CHAIR = "chair", _("chair of the meeting")
        SECRETARY = "secretary", _("secretary of the meeting")
        OTHER = "other", _("other participant")

    public_id = internal(PublicIdField())
    process = internal(models.CharField(max_length=40))
    subject_id = internal(models.BigIntegerField())
    part = internal(models.CharField(max_length=12, choices=Part.choices))
    way = internal(models.CharField(max_length=8, choices=Way.choices))
    name = personal(models.CharField(max_length=200))
    user = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = internal(models.DateTimeField())
    digest = internal(models.CharField(max_length=64))
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["process", "subject_id"], name="signature_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way="typed", user__isnull=False) | ~Q(way="typed") & Q(user__isnull=True),
                name="signature_typed_by_user",
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.way} {self.pk}"
