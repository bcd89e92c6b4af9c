"""People, once each, with where they live and how to ring them."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from himaya.access.models import EncryptedTextField, Protected, ProtectedQuerySet
from himaya.kit import clock
from himaya.kit.addresses import address
from himaya.kit.fields import show_phone
from himaya.kit.ids import PublicIdField
from himaya.kit.periods import BirthDate
from himaya.kit.privacy import internal, personal, secret


class NameFold(Func):
    """The search key of the full name."""

    template = "himaya_fold(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = models.TextField(db_collation="C")


class NameSort(NameFold):
    """The sort key of the full name."""

    template = "himaya_sort_key(%(expressions)s)"


class Words(Func):
    """Several names as one text."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


def _of_names(key: type[NameFold], *more: str) -> models.GeneratedField:
    return models.GeneratedField(
        expression=key(F("family_name"), F("given_name"), F("fathers_name"), *map(F, more)),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )


class Standing(models.Manager.from_queryset(ProtectedQuerySet)):  # type: ignore[misc]  # made by Django
    """The people of the register: without the records that were joined to another."""

    def get_queryset(self) -> ProtectedQuerySet:
        """Each person once."""
        found: ProtectedQuerySet = super().get_queryset()
        return found.filter(merged_into__isnull=True)


class Person(Protected):
    """A child or adult known to any agency. The dossier is held by the unit of the place of residence.

    `fathers_name` is bare: oğlu and qızı are derived from the sex. `territory` is that of the actual address. By
    `former_names` (borne before, or told otherwise by a source; parted by commas) a person is found as well: the
    database keeps it (registry/names).
    """

    # Codes of the lists `sex` and `birth_date.precision`.
    FEMALE, MALE, UNKNOWN = "female", "male", "unknown"
    DEAD, MISSING = "dead", "missing"
    EXACT, MONTH, YEAR, ESTIMATED = "exact", "month", "year", "estimated"

    public_id = internal(PublicIdField())
    family_name = personal(models.CharField(max_length=100, blank=True, default=""))
    given_name = personal(models.CharField(max_length=100, blank=True, default=""))
    fathers_name = personal(models.CharField(max_length=100, blank=True, default=""))
    former_names = personal(
        models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)
    )
    sex = personal(models.CharField(max_length=7, default=UNKNOWN), counted=True)
    birth_date = personal(models.DateField(null=True, blank=True))
    birth_precision = personal(models.CharField(max_length=9, blank=True, default=""), counted=True)
    # Born with another: whoever looks alike may be the twin, so nothing joins this person by itself.
    multiple_birth = personal(models.BooleanField(default=False))
    # A code of the list `person.life`: dead, also where no day is known, or missing. Empty: living, as far as is known.
    life = personal(models.CharField(max_length=8, blank=True, default="", db_default=""), counted=True)
    died_on = personal(models.DateField(null=True, blank=True))
    citizenship = personal(models.CharField(max_length=2, blank=True, default=""), counted=True)
    language = personal(models.CharField(max_length=12, blank=True, default=""), counted=True)
    territory = models.ForeignKey(
        "reference.Territory", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = internal(models.BooleanField(default=False))
    # Since when nothing here tells any more who it was: the row is kept for counting (registry/retention).
    anonymised_on = internal(models.DateField(null=True, editable=False), counted=True)
    # Found to be the same as another: out of lists and search, its page leads there (registry/merging).
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    name_fold = personal(_of_names(NameFold, "former_names"))
    name_sort = personal(_of_names(NameSort))
    # What the search door meets the person by: sounds of the name's words, marks of birth and territory.
    search_keys = personal(
        models.GeneratedField(
            expression=Func(
                Words(F("family_name"), F("former_names")),
                F("given_name"),
                F("fathers_name"),
                F("birth_date"),
                F("territory"),
                function="registry_keys",
                output_field=ArrayField(models.TextField()),
            ),
            output_field=ArrayField(models.TextField()),
            db_persist=True,
        )
    )

    objects: ClassVar[Any] = Standing()
    everyone: ClassVar[Any] = ProtectedQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "pk"]
        indexes = [
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged_into"
            ),
            GinIndex(fields=["search_keys"], name="person_search_keys"),
            models.Index(fields=["zone", "name_sort"], name="person_zone_sort"),
            models.Index(fields=["name_sort"], name="person_sort"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sex__in=["female", "male", "unknown"]), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True, birth_precision="")
                | Q(birth_date__isnull=False, birth_precision__in=["exact", "month", "year", "estimated"]),
                name="person_birth_precision",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte="1900-01-01"), name="person_born_since_1900"
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(birth_date__isnull=True) | Q(died_on__gte=F("birth_date"))
                | ~Q(birth_precision="exact"),
                name="person_died_after_birth",
            ),
            models.CheckConstraint(
                condition=Q(life__in=["", "dead"]) | Q(life="missing", died_on__isnull=True),
                name="person_life_known",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="person_not_into_themself"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.full_name or str(_("Name not known"))

    def get_absolute_url(self) -> str:
        """The person's page."""
        return address("people:person-detail", self.public_id)

    @classmethod
    def led_to(cls, public_id: str | None) -> "Person | None":
        """The record to which another was joined, for who may see it."""
        merged = cls.everyone.filter(public_id=public_id, merged_into__isnull=False).first()
        return cls.objects.filter(pk=merged.merged_into_id).first() if merged else None

    @property
    def full_name(self) -> str:
        """Family name, given name, father's name, as on an identity card."""
        return " ".join(filter(None, [self.family_name, self.given_name, self.fathers_name]))

    @property
    def formal_name(self) -> str:
        """The full name with oğlu or qızı, as an Azerbaijani paper writes it."""
        tail = {"male": "oğlu", "female": "qızı"}.get(self.sex, "")
        return f"{self.full_name} {tail}" if tail and self.fathers_name else self.full_name

    @property
    def has_died(self) -> bool:
        """Whether the person is on record as dead."""
        return self.life == self.DEAD or self.died_on is not None

    @property
    def born(self) -> BirthDate | None:
        """The birth date and how well it is known."""
        return BirthDate(self.birth_date, self.birth_precision) if self.birth_date else None  # type: ignore[arg-type]  # checked by the database

    @property
    def age(self) -> int | None:
        """The likeliest age in full years today (at death, for who has died)."""
        return self.born.age(self.died_on or clock.today()) if self.born else None

    @property
    def is_child(self) -> bool | None:
        """May be under 18: in doubt a child is a child. None where no age is known."""
        return self.born.may_be_under(18, clock.today()) if self.born else None


class Address(Protected):
    """Where a person is registered, really lives, or is kept safe, for a time. A safe one is closed with a key and
    shown only to who asks for it, which is written to the audit."""

    # Codes of the list `address.kind`.
    ACTUAL, REGISTERED, SAFE = "actual", "registered", "safe"

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    kind = personal(models.CharField(max_length=10), counted=True)
    territory = models.ForeignKey(
        "reference.Territory", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settlement = models.ForeignKey(
        "reference.Settlement", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    line = personal(models.CharField(max_length=300, blank=True, default=""))
    hidden_line = secret(EncryptedTextField(blank=True, default=""))
    started_on = personal(models.DateField(null=True, blank=True))
    ended_on = personal(models.DateField(null=True, blank=True))

    class Meta:
        ordering = ["ended_on", "kind", "-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(ended_on__isnull=True), name="address_current_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["registered", "actual"]) | Q(kind="safe", line=""),
                name="address_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Phone(Protected):
    """A number on which a person can be reached: E.164, or a short code as text."""

    public_id = internal(PublicIdField())
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="phones")
    number = personal(models.CharField(max_length=20))
    note = personal(models.CharField(max_length=150, blank=True, default=""))
    # Whether one may ring it without putting the person at risk; None where nobody asked.
    is_safe = personal(models.BooleanField(null=True))
    ended_at = internal(models.DateTimeField(null=True, blank=True))

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["number"], name="phone_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "number"], condition=Q(ended_at__isnull=True), name="phone_once"
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^(\+[0-9]{7,15}|[0-9]{3,6})$"), name="phone_form"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"phone {self.pk}"

    @property
    def shown(self) -> str:
        """As people here write it."""
        return show_phone(self.number)
