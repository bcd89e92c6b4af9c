"""Lists on their way in: the batch, its file in pieces, its rows as they were read and what was decided of each, and
which column an institution means by what title."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from himaya.access.models import Protected
from himaya.kit.privacy import internal, personal, special
from himaya.workflow.models import Governed


class ImportBatch(Governed):
    """One list sent in by a unit. Nothing of it is in the register before somebody else has approved it."""

    forgets = True  # its steps are its history; how far the work has come is nobody's past

    # Who sent the list to the unit, as the unit calls them.
    institution = internal(models.CharField(max_length=200, blank=True, default=""))
    file_name = personal(models.CharField(max_length=150))
    file_kind = internal(models.CharField(max_length=10))
    file_size = internal(models.BigIntegerField())
    file_digest = internal(models.CharField(max_length=64))
    # Of which day the list is; ages count from it.
    as_of = internal(models.DateField(null=True))
    uploaded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    uploaded_at = internal(models.DateTimeField())
    approved_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # How each sheet is read: titles, fields, some cells to know the columns by.
    tables = special(models.JSONField(default=list))
    # How many rows of each verdict and outcome there are.
    counts = internal(models.JSONField(default=dict))
    # Why the file could not be read or was turned away, in the uploader's language.
    trouble = internal(models.TextField(blank=True, default=""))
    # How far the work of the moment has come, in thousandths, and when it last gave a sign of life.
    progress = internal(models.PositiveSmallIntegerField(default=0))
    beat_at = internal(models.DateTimeField(null=True))
    is_sample = internal(models.BooleanField(default=False))

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["file_digest"], name="import_digest"),
            models.Index(
                fields=["beat_at"],
                condition=Q(status__in=["reading", "applying", "undoing"]),
                name="import_at_work",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The list's page."""
        return reverse("people:import-detail", args=[self.public_id])

    @property
    def percent(self) -> int:
        """How far the work of the moment has come."""
        return self.progress // 10


class ImportPiece(Protected):
    """A piece of a list's file, kept until the list is decided."""

    erasable = True
    forgets = True

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="pieces")
    number = internal(models.PositiveIntegerField())
    content = special(models.BinaryField())

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_piece_once")]

    def __str__(self) -> str:
        return f"piece {self.number}"


class ImportRow(Protected):
    """One row of a list: its cells, what was read from them, what is thought of it and what became of it."""

    erasable = True
    forgets = True

    NEW, EXISTING, LIKELY, CONFLICT, DUPLICATE, REFUSED, UNCHANGED, SKIPPED = (
        "new", "existing", "likely", "conflict", "duplicate", "refused", "unchanged", "skipped",
    )  # fmt: skip
    # What a human decided of a row that asks for it.
    JOIN, ENTER, WITHOUT_FIN, LEAVE = "join", "enter", "without_fin", "leave"
    # What became of it.
    CREATED, JOINED, LEFT, FAILED, UNDONE, KEPT = "created", "joined", "left", "failed", "undone", "kept"

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows")
    # Its place in the list, over all sheets.
    place = internal(models.PositiveIntegerField())
    sheet = personal(models.CharField(max_length=100, blank=True, default=""))
    number = internal(models.PositiveIntegerField())
    cells = special(models.JSONField(default=list))
    facts = special(models.JSONField(default=dict))
    # [code of a remark, field] (cleaning/reasons.py).
    remarks = special(models.JSONField(default=list))
    verdict = internal(models.CharField(max_length=10))
    # The row of the same person (or twin) in this list.
    same_as = internal(models.PositiveIntegerField(null=True))
    # Who in the register may be this person: [public id, likeness, by what].
    matches = special(models.JSONField(default=list))
    digest = internal(models.CharField(max_length=64, blank=True, default=""))
    keys = personal(ArrayField(models.TextField(), default=list))
    decision = internal(models.CharField(max_length=12, blank=True, default=""))
    # Public id of the person it is joined to, and the coded reason why it is somebody else.
    joined_to = personal(models.CharField(max_length=12, blank=True, default=""))
    different = internal(models.CharField(max_length=40, blank=True, default=""))
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = internal(models.CharField(max_length=10, blank=True, default=""))
    trouble = internal(models.CharField(max_length=300, blank=True, default=""))
    # What it made or joined: the opaque id of the person, the source's record and what was told before.
    made = personal(models.JSONField(default=dict))

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(
                    verdict__in=[
                        "new", "existing", "likely", "conflict", "duplicate", "refused", "unchanged", "skipped",
                    ]
                ),
                name="import_verdict_known",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["batch", "verdict", "place"], name="import_row_verdict"),
            models.Index(
                fields=["digest"], condition=Q(outcome__in=["created", "joined"]), name="import_row_told"
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number}"

    @property
    def name(self) -> str:
        """The name as it was read."""
        parts = (self.facts.get(part) for part in ("family_name", "given_name", "fathers_name"))
        return " ".join(filter(None, parts))

    @property
    def asks(self) -> bool:
        """Whether a human must decide, and has not yet."""
        return self.verdict in (self.LIKELY, self.CONFLICT) and not self.decision

    @property
    def codes(self) -> list[str]:
        """The codes of its remarks."""
        return [code for code, _field in self.remarks]


class ImportColumn(models.Model):
    """What an institution means by a column's title, as the unit said: remembered from its list before."""

    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="+")
    institution = internal(
        models.CharField(max_length=200, blank=True, default="")
    )  # folded; empty: none was named
    title = internal(models.CharField(max_length=200))
    field = internal(models.CharField(max_length=30, blank=True, default=""))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "institution", "title"], name="import_column_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.field}"
