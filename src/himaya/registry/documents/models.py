"""Files kept closed, under an opaque name, unseen until they are known to be harmless."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal


class Document(Protected):
    """One file of the record whose dossier it carries. `kind` is a code of the list `document.kind`, found by
    looking into the file, never taken from its name."""

    WAITING, CLEAN, QUARANTINED, INFECTED, RELEASED = (
        "waiting",
        "clean",
        "quarantined",
        "infected",
        "released",
    )

    public_id = internal(PublicIdField())
    name = personal(models.CharField(max_length=150))
    kind = internal(models.CharField(max_length=40))
    size = internal(models.PositiveIntegerField())
    digest = internal(models.CharField(max_length=64))
    # Of the bytes as they were sent, before what the device wrote into them was taken out: for whoever must prove
    # that a picture is the one that was handed in.
    original_digest = internal(models.CharField(max_length=64, blank=True))
    stored_as = internal(models.CharField(max_length=80, unique=True))
    uploaded_at = internal(models.DateTimeField())
    uploaded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    scan = internal(models.CharField(max_length=12, default=WAITING))
    scanned_at = internal(models.DateTimeField(null=True))
    found = internal(models.CharField(max_length=120, blank=True))
    released_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    released_at = internal(models.DateTimeField(null=True))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scan__in=["waiting", "clean", "quarantined", "infected", "released"]),
                name="document_scan_known",
            )
        ]
        indexes = [
            models.Index(fields=["uploaded_at"], condition=Q(scan="waiting"), name="document_waiting"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where it is downloaded."""
        return reverse("people:document", args=[self.public_id])

    @property
    def may_be_opened(self) -> bool:
        """Found clean, or released by an officer who took the risk knowingly."""
        return self.scan in {self.CLEAN, self.RELEASED}
