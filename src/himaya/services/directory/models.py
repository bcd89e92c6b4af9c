"""The directory: what is offered, by whom, where and for whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func
from django.urls import reverse
from django.utils import translation

from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, public
from himaya.kit.text_sql import sorted_by
from himaya.reference.queries import in_language


class SearchKey(Func):
    """All that is said of a service, folded; e counts as ə, because people without the letter write e."""

    template = "translate(himaya_fold(%(expressions)s), 'e', 'a')"
    arg_joiner = " || ' ' || "
    output_field = models.TextField(db_collation="C")


class Service(models.Model):
    """A service that one unit of an organisation gives. Public: it names no client."""

    public_id = internal(PublicIdField())
    unit = models.ForeignKey("access.Unit", on_delete=models.PROTECT, related_name="services")
    type = public(models.CharField(max_length=60))
    name_az = public(models.CharField(max_length=200))
    name_en = public(models.CharField(max_length=200, blank=True))
    name_ru = public(models.CharField(max_length=200, blank=True))
    about_az = public(models.TextField(blank=True))
    about_en = public(models.TextField(blank=True))
    about_ru = public(models.TextField(blank=True))
    territories = models.ManyToManyField("reference.Territory", blank=True, related_name="+")
    is_nationwide = public(models.BooleanField(default=False))
    groups = public(ArrayField(models.CharField(max_length=60), default=list, blank=True))
    age_from = public(models.SmallIntegerField(null=True, blank=True))
    age_to = public(models.SmallIntegerField(null=True, blank=True))
    phone = public(models.CharField(max_length=40, blank=True))
    address = public(models.CharField(max_length=300, blank=True))
    hours = public(models.CharField(max_length=200, blank=True))
    capacity = public(models.PositiveIntegerField(null=True, blank=True))
    # Places open when the entry was last confirmed; None: nothing was said.
    places_free = public(models.PositiveIntegerField(null=True, blank=True))
    # In which languages people are spoken with (codes of `person.language`); none: nothing was said.
    languages = public(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    is_open = public(models.BooleanField(default=True))
    confirmed_on = public(models.DateField(null=True, blank=True))
    version = internal(models.IntegerField(default=1))
    is_sample = public(models.BooleanField(default=False))
    search_key = public(
        models.GeneratedField(
            expression=SearchKey(
                *(F(f"{part}_{language}") for part in ("name", "about") for language in ("az", "en", "ru"))
            ),
            output_field=models.TextField(db_collation="C"),
            db_persist=True,
        )
    )
    name_sort = public(sorted_by("name_az"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "type", "name_az"], name="service_once"),
            models.CheckConstraint(
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_to__isnull=True)
                | models.Q(age_from__lte=models.F("age_to")),
                name="service_ages",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True)
                | models.Q(places_free__isnull=True)
                | models.Q(places_free__lte=models.F("capacity")),
                name="service_places",
            ),
        ]
        indexes = [models.Index(fields=["type"], condition=models.Q(is_open=True), name="service_type")]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """The service's page."""
        return reverse("services:detail", args=[self.public_id])

    @property
    def name(self) -> str:
        """In the reader's language, Azerbaijani where there is no translation."""
        return str(getattr(self, f"name_{(translation.get_language() or 'az')[:2]}", "") or self.name_az)

    @property
    def given_by(self) -> str:
        """The body that gives it, in the reader's language."""
        body = self.unit.organisation
        return in_language(body.name_az, body.name_en, body.name_ru)

    @property
    def about(self) -> str:
        """In the reader's language, Azerbaijani where there is no translation."""
        return str(getattr(self, f"about_{(translation.get_language() or 'az')[:2]}", "") or self.about_az)


class Waiting(models.Model):
    """How long families waited for a service, as measured of its referrals: days to the first answer, and days from
    acceptance to the beginning. None where too few were counted to tell without pointing at one family."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="waiting")
    measured_on = public(models.DateField())
    answer_median = public(models.PositiveSmallIntegerField(null=True))
    answer_p90 = public(models.PositiveSmallIntegerField(null=True))
    start_median = public(models.PositiveSmallIntegerField(null=True))
    start_p90 = public(models.PositiveSmallIntegerField(null=True))

    def __str__(self) -> str:
        return f"waiting {self.service_id}"
