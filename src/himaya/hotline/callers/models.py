"""Profiles of repeat callers. They hang on the keyed hash of a number: nobody reads from them who it is."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.addresses import address
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class CallerProfile(Protected):
    """One caller as the hotline knows them, in a dossier open to all of its counsellors: a name of our own, and how
    best to listen. What was said in their contacts stays with whoever listened."""

    public_id = internal(PublicIdField())
    # As of `hotline.Contact.caller_key`; taken away with the last contact of the caller.
    caller_key = personal(models.CharField(max_length=64))
    known_as = personal(models.CharField(max_length=80))
    advice = special(models.TextField(blank=True))
    written_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    written_at = internal(models.DateTimeField())
    # The profile in which this one stands, while a supervisor holds them to be one caller.
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="folded")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("pk")), name="caller_profile_not_in_itself"
            ),
            models.UniqueConstraint(
                fields=["caller_key"], condition=~Q(caller_key=""), name="caller_profile_once"
            ),
        ]

    def __str__(self) -> str:
        return self.known_as

    def get_absolute_url(self) -> str:
        """The profile's page."""
        return address("hotline:caller", self.public_id)


class CallerMerge(Protected):
    """That a supervisor held two profiles to be one caller, and why; and, if it was wrong, that they were split again. Lies
    in the dossier of the profile that was kept."""

    public_id = internal(PublicIdField())
    kept = models.ForeignKey(CallerProfile, on_delete=models.PROTECT, related_name="merged")
    folded = models.ForeignKey(CallerProfile, on_delete=models.PROTECT, related_name="merges")
    # Codes of `caller.merge_reason` and `caller.split_reason`.
    reason = internal(models.CharField(max_length=40))
    note = special(models.TextField(blank=True))
    merged_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    merged_at = internal(models.DateTimeField())
    split_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    split_at = internal(models.DateTimeField(null=True))
    split_reason = internal(models.CharField(max_length=40, blank=True))
    split_note = special(models.TextField(blank=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folded"], condition=Q(split_at__isnull=True), name="caller_merge_once"
            )
        ]

    def __str__(self) -> str:
        return f"merge {self.merged_at}"


class CallerFlag(Protected):
    """What whoever answers must mind, until it ends by itself."""

    public_id = internal(PublicIdField())
    profile = models.ForeignKey(CallerProfile, on_delete=models.PROTECT, related_name="flags")
    # Code of `caller.flag`.
    flag = special(models.CharField(max_length=40))
    note = special(models.CharField(max_length=300, blank=True))
    set_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    set_at = internal(models.DateTimeField())
    expires_at = internal(models.DateTimeField())
    ended_at = internal(models.DateTimeField(null=True))

    def __str__(self) -> str:
        return self.flag


class CallerBlock(Governed):
    """That calls of one number are not put through for some days: proposed by one, decided by another."""

    profile = models.ForeignKey(CallerProfile, on_delete=models.PROTECT, related_name="blocks")
    # Code of `caller.block_reason`.
    reason = internal(models.CharField(max_length=40))
    note = special(models.TextField(blank=True))
    proposed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = internal(models.DateTimeField())
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["profile"], condition=Q(status="proposed"), name="block_once")
        ]

    def __str__(self) -> str:
        return f"block {self.profile_id}"

    def get_absolute_url(self) -> str:
        """People work from the profile."""
        return self.profile.get_absolute_url()

    @property
    def reference(self) -> str:
        """People speak of the caller by our own name for them."""
        return self.profile.known_as


class BlockedCall(Protected):
    """One attempt of a blocked caller: what it was answered with."""

    append_only = True

    block = models.ForeignKey(CallerBlock, on_delete=models.PROTECT, related_name="attempts")
    at = internal(models.DateTimeField())
    channel = internal(models.CharField(max_length=40))
    through = internal(models.BooleanField())

    def __str__(self) -> str:
        return f"{self.block_id} {self.at}"
