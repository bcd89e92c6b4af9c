"""Files kept closed, under an opaque name, unseen until they are known to be harmless."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from himaya.access.models import EncryptedTextField, Protected, ProtectedQuerySet, StoredName
from himaya.access.roles import DOCUMENT_GUARDED
from himaya.kit import clock
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, secret, special


class Documents(ProtectedQuerySet):
    """Reads of documents."""

    def visible_to(self, user: Any) -> Self:
        """What lies in records this user may see; health, court and violence only for whose work they are."""
        rows = super().visible_to(user)
        if getattr(user, "is_system", False) or (hasattr(user, "can") and user.can(DOCUMENT_GUARDED)):
            return rows
        return rows.filter(guarded=False)

    def current(self) -> Self:
        """Of each document its newest version. What malware was found in is no version: the one before stands."""
        newer = self.model.objects.filter(series=OuterRef("series"), edition__gt=OuterRef("edition"))
        return self.exclude(scan=Document.INFECTED).exclude(Exists(newer.exclude(scan=Document.INFECTED)))

    def in_force(self) -> Self:
        """Documents of a type, in their newest version, that nobody declared out of force."""
        return self.current().filter(ended_at__isnull=True).exclude(type="").exclude(stored_as="")


class Document(Protected):
    """One file of the record whose dossier it carries. `kind` is a code of the list `document.kind`, found by
    looking into the file, never taken from its name; `type` one of `document.type`, empty for what came with a report.

    The versions of a document share a `series` and count up by `edition`; none is ever changed or taken away."""

    # Health, court and violence: row security hides them, too.
    guarded_by = ("guarded", DOCUMENT_GUARDED)

    WAITING, CLEAN, QUARANTINED, INFECTED, RELEASED = (
        "waiting",
        "clean",
        "quarantined",
        "infected",
        "released",
    )

    public_id = internal(PublicIdField())
    type = internal(models.CharField(max_length=60, blank=True, default=""))
    # Copied from the type when it was kept: only for who may read such papers (`document.guarded`).
    guarded = internal(models.BooleanField(default=False))
    series = internal(models.CharField(max_length=12))
    edition = internal(models.PositiveSmallIntegerField(default=1))
    number = personal(models.CharField(max_length=60, blank=True, default=""))
    issuer = personal(models.CharField(max_length=150, blank=True, default=""))
    issued_on = personal(models.DateField(null=True, blank=True))
    valid_until = personal(models.DateField(null=True, blank=True))
    note = special(models.TextField(blank=True, default=""))
    # A code of the list `document.end_reason`: the paper is out of force, the file stays readable.
    ended_at = internal(models.DateTimeField(null=True))
    ended_reason = internal(models.CharField(max_length=60, blank=True, default=""))
    ended_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    name = personal(models.CharField(max_length=150))
    kind = internal(models.CharField(max_length=40))
    size = internal(models.PositiveIntegerField())
    # Pages of a PDF, counted when it was kept; null where nobody counted.
    pages = internal(models.PositiveIntegerField(null=True))
    digest = personal(models.CharField(max_length=64, blank=True))
    # Of the bytes as they were sent, before what the device wrote into them was taken out: for whoever must prove
    # that a picture is the one that was handed in.
    original_digest = personal(models.CharField(max_length=64, blank=True))
    # Empty once the file was destroyed: the record was anonymised.
    stored_as = internal(StoredName())
    # The file's own key. Where the record is joined to another, this is closed again and the file stays as it lies.
    file_key = secret(EncryptedTextField(blank=True, default=""))
    uploaded_at = internal(models.DateTimeField())
    uploaded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    scan = internal(models.CharField(max_length=12, default=WAITING))
    # When a scanner was last asked, and when one last gave a definite answer.
    scanned_at = internal(models.DateTimeField(null=True))
    judged_at = internal(models.DateTimeField(null=True))
    found = internal(models.CharField(max_length=120, blank=True))
    released_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    released_at = internal(models.DateTimeField(null=True))

    objects: ClassVar[Any] = Documents.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scan__in=["waiting", "clean", "quarantined", "infected", "released"]),
                name="document_scan_known",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=models.F("issued_on")),
                name="document_ends_after_issue",
            ),
            models.UniqueConstraint(fields=["series", "edition"], name="document_edition_once"),
            models.UniqueConstraint(
                fields=["stored_as"], condition=~Q(stored_as=""), name="document_stored_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["uploaded_at"], condition=Q(judged_at__isnull=True), name="document_unjudged"
            ),
            models.Index(
                fields=["valid_until"],
                condition=Q(valid_until__isnull=False, ended_at__isnull=True),
                name="document_runs_out",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The first version gives the series its name."""
        self.series = self.series or self.public_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its page: what it is, how it looks, its versions."""
        return reverse("people:document-about", args=[self.public_id])

    @property
    def file_url(self) -> str:
        """Where the file itself is downloaded."""
        return reverse("people:document", args=[self.public_id])

    @property
    def may_be_opened(self) -> bool:
        """Found clean, or released by an officer who took the risk knowingly; and not destroyed."""
        return self.scan in {self.CLEAN, self.RELEASED} and not self.is_destroyed

    @property
    def is_destroyed(self) -> bool:
        """The record was anonymised and the file went with it."""
        return not self.stored_as

    @property
    def has_run_out(self) -> bool:
        """Its last day has passed."""
        return self.valid_until is not None and self.valid_until < clock.today()
