"""Sources, what each of them told about a person, and which of their rows belongs to whom.

A person's own columns are a *view* of these rows (docs/adr/0012): nothing told is ever overwritten."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal, public
from himaya.reference.queries import in_language


class Source(models.Model):
    """An agency, register or file that tells us about people; names nobody."""

    # The unit's own page: what our staff registered and corrected.
    OWN = "own"

    public_id = internal(PublicIdField())
    code = public(models.CharField(max_length=40, unique=True))
    # A code of the list `source.kind`.
    kind = public(models.CharField(max_length=40))
    name_az = public(models.CharField(max_length=200))
    name_en = public(models.CharField(max_length=200))
    name_ru = public(models.CharField(max_length=200))
    organisation = models.ForeignKey(
        "access.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self.name_az, self.name_en, self.name_ru)


class SourceTrust(models.Model):
    """How far a source is believed from a day on: 0 (hearsay) to 100 (the civil register itself)."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="trusts")
    rank = public(models.PositiveSmallIntegerField())
    valid_from = public(models.DateField())

    class Meta:
        ordering = ["source", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["source", "valid_from"], name="source_trust_once_a_day"),
            models.CheckConstraint(condition=Q(rank__lte=100), name="source_trust_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.rank} {self.valid_from}"


class SourceRecord(Protected):
    """One person as one source knows them, under the source's own key. In the dossier of the person it is joined
    to; until then in one of its own, held by the unit that received it."""

    append_only = True

    public_id = internal(PublicIdField())
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    key = personal(models.CharField(max_length=120))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="source_record_once")]

    def __str__(self) -> str:
        return f"source record {self.pk}"


class SourceTelling(Protected):
    """What the source told at one time. A newer one with other facts supersedes it; the older one stays."""

    append_only = True

    public_id = internal(PublicIdField())
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="tellings")
    number = internal(models.PositiveIntegerField())
    # Typed facts (sources/rules.py): name → value. A fact that is not told is not there.
    facts = personal(models.JSONField())
    digest = internal(models.CharField(max_length=64))
    received_at = internal(models.DateTimeField())
    told_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("access.Unit", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["record", "number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="source_telling_number")]

    def __str__(self) -> str:
        return f"telling {self.pk}"


class SourceLink(Protected):
    """A source's row belongs to this person: so a rule found, or a human said, with the ground for it."""

    append_only = True

    RULE, HAND = "rule", "hand"

    public_id = internal(PublicIdField())
    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="links")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="source_links")
    how = internal(models.CharField(max_length=4))
    # Field by field, why: [{"field": …, "weight": …}]; empty for what our own staff wrote.
    ground = personal(models.JSONField(default=list, blank=True))
    linked_at = internal(models.DateTimeField())
    linked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(how__in=["rule", "hand"]), name="source_link_how")]

    def __str__(self) -> str:
        return f"source link {self.pk}"


class SourceCut(Protected):
    """The end of a link: the row was never this person's. The row goes back to a dossier of its own."""

    append_only = True

    link = models.OneToOneField(SourceLink, on_delete=models.PROTECT, related_name="cut")
    reason = internal(models.CharField(max_length=200))
    cut_at = internal(models.DateTimeField())
    cut_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"cut {self.pk}"


class FieldChoice(Protected):
    """By hand: for this field what this row told is right. Without a row: back to the rule. The newest counts."""

    append_only = True

    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="field_choices")
    field = internal(models.CharField(max_length=40))
    telling = models.ForeignKey(SourceTelling, null=True, on_delete=models.PROTECT, related_name="+")
    chosen_at = internal(models.DateTimeField())
    chosen_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class Underived(Protected):
    """A person told of by somebody who may not see them: the worker derives their view anew, soon."""

    erasable = True

    person = models.OneToOneField("registry.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"underived {self.person_id}"
