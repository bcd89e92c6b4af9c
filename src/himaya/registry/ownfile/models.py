"""Asking for one's own file, what was gathered for it, and to whom it was given."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.access.models import EncryptedTextField, Protected, StoredName
from himaya.kit.ids import PublicIdField, reference_number
from himaya.kit.privacy import internal, personal, special
from himaya.registry.people.models import Person
from himaya.workflow.models import Governed


class OwnFile(Governed):
    """One wish of a person to see what is held about them, in the person's dossier."""

    class As(models.TextChoices):
        SELF = "self", _("the person")
        PARENT = "parent", _("a parent")
        REPRESENTATIVE = "representative", _("a legal representative")

    reference = internal(
        models.CharField(max_length=20, unique=True, default=reference_number, editable=False)
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="own_files")
    asked_as = personal(models.CharField(max_length=14, choices=As.choices), counted=True)
    # Who asks for another, where the register knows them: then what is on record against it is seen.
    asker = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asker_name = personal(models.CharField(max_length=200, blank=True, default=""))
    asked_on = internal(models.DateField())
    # Codes of `own_file.way` and `own_file.identity`.
    way = internal(models.CharField(max_length=24))
    identity = internal(models.CharField(max_length=24, blank=True, default=""))
    identity_number = personal(models.CharField(max_length=60, blank=True, default=""))
    checked_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = internal(models.DateTimeField(null=True))
    language = internal(models.CharField(max_length=2, default="az"))
    prepared_at = internal(models.DateTimeField(null=True))
    recorded_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    # A code of `own_file.refusal`, and what was written to the asker.
    refusal = internal(models.CharField(max_length=24, blank=True, default=""))
    refusal_note = special(models.TextField(blank=True, default=""))

    class Meta:
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_as="self", asker__isnull=True) | ~Q(asked_as="self"), name="own_file_asker"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page of this request."""
        return reverse("people:own-file", args=[self.public_id])


class OwnFileLine(Protected):
    """One thing that is held, in the words in which it may go out. What may never go out has no words here."""

    # Gathered from what is kept elsewhere, and gathered anew: what stood here before is kept nowhere.
    forgets = True
    erasable = True

    UNREAD = "unread"

    public_id = internal(PublicIdField())
    own_file = models.ForeignKey(OwnFile, on_delete=models.PROTECT, related_name="lines")
    position = internal(models.PositiveIntegerField())
    section = internal(models.CharField(max_length=24))
    label = special(models.CharField(max_length=200))
    text = special(EncryptedTextField(blank=True, default=""))
    day = special(models.DateField(null=True))
    # The paper whose copy goes out with the line.
    document = models.ForeignKey(
        "registry.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Why it does not go out: a code of `own_file.withheld`; empty where it does.
    withheld = internal(models.CharField(max_length=24, blank=True, default=""))
    # Who decided so; nobody where the rule did.
    decided_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"line {self.pk}"

    @property
    def for_good(self) -> bool:
        """Closed by a rule that no human opens: it has no words here, and nobody decided so. (A line may be of a label
        and a day alone; then it has no words either.)"""
        return bool(self.withheld and not self.text and self.decided_by_id is None)


class OwnFileRelease(Protected):
    """One giving out: to whom, in which form, by whom; the very files that were given."""

    append_only = True

    # Everything, or a page in plain words for a child.
    FULL, SUMMARY = "full", "summary"

    public_id = internal(PublicIdField())
    own_file = models.ForeignKey(OwnFile, on_delete=models.PROTECT, related_name="releases")
    form = internal(models.CharField(max_length=8))
    given_as = personal(models.CharField(max_length=14, choices=OwnFile.As.choices))
    given_to = personal(models.CharField(max_length=200))
    identity = internal(models.CharField(max_length=24))
    paper = models.ForeignKey("workflow.Paper", on_delete=models.PROTECT, related_name="+")
    # The same for machines (JSON), closed like the letter; none with a summary.
    stored_as = internal(StoredName())
    sha256 = personal(models.CharField(max_length=64, blank=True, default=""))
    lines = internal(models.PositiveIntegerField())
    released_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    released_at = internal(models.DateTimeField())

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=["full", "summary"]), name="own_file_form")
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"
