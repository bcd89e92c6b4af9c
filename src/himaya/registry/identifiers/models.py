"""Numbers and papers by which the outside world knows a person."""

from django.db import models
from django.db.models import Q

from himaya.access.models import Protected
from himaya.kit import clock
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, personal
from himaya.registry.people.models import Person

FIN_FORM = r"^[0-9A-HJ-NP-Z]{7}$"


class PersonIdentifier(Protected):
    """One identifier of a kind, as issued. Never the key of a person: the unregistered and strangers have none."""

    # A code of the list `identifier.kind`; those of a school are its own and may repeat.
    FIN = "fin"
    REPEATABLE = ("school", "none")
    SOLE, CONTESTED = "sole", "contested"

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    kind = personal(models.CharField(max_length=24))
    # Upper case, without spaces.
    value = personal(models.CharField(max_length=40))
    country = personal(models.CharField(max_length=2, default="AZ"))
    issuer = personal(models.CharField(max_length=200, blank=True, default=""))
    issued_on = personal(models.DateField(null=True, blank=True))
    valid_until = personal(models.DateField(null=True, blank=True))
    # `contested` is set by the database where the same value is borne by a person whom the writer may not even
    # know of: those who guard that person are told, the writer learns nothing (docs/adr/0008).
    standing = internal(models.CharField(max_length=9, default=SOLE, editable=False))
    ended_at = internal(models.DateTimeField(null=True, blank=True))

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["value", "kind", "country"],
                condition=Q(ended_at__isnull=True, standing="sole") & ~Q(kind__in=["school", "none"]),
                name="identifier_sole",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(ended_at__isnull=True, kind="fin"),
                name="identifier_one_fin",
            ),
            models.CheckConstraint(
                condition=~Q(kind="fin") | Q(value__regex=FIN_FORM), name="identifier_fin_form"
            ),
            models.CheckConstraint(condition=Q(value__regex=r"^[^\s]+$"), name="identifier_value_tidy"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def has_run_out(self) -> bool:
        """Valid until a day that has passed."""
        return self.valid_until is not None and self.valid_until < clock.today()

    @property
    def masked(self) -> str:
        """The value with its middle hidden, as lists show it: `5A•••7Q`."""
        if len(self.value) < 5:
            return "•" * len(self.value)
        return self.value[:2] + "•" * (len(self.value) - 4) + self.value[-2:]
