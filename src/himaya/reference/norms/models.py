"""Acts and what they lay down."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from himaya.kit.privacy import public
from himaya.reference.certainty import Named, Sourced
from himaya.reference.territory.models import Territory


class LegalAct(Named, Sourced):
    """An act of the legal library: a law, a decree, a decision, or a standard of practice."""

    class Kind(models.TextChoices):
        CODE = "code", _("code")
        LAW = "law", _("law")
        DECREE = "decree", _("decree of the President")
        ORDER = "order", _("order of the President")
        CABINET = "cabinet", _("decision of the Cabinet of Ministers")
        STANDARD = "standard", _("international standard")
        HOUSE = "house", _("working rule of this system")

    key = public(models.CharField(max_length=60, unique=True))
    kind = public(models.CharField(max_length=10, choices=Kind.choices))
    number = public(models.CharField(max_length=40, blank=True))
    adopted_on = public(models.DateField(null=True, blank=True))
    in_force_from = public(models.DateField(null=True, blank=True))
    url = public(models.URLField(blank=True))
    note = public(models.TextField(blank=True))

    class Meta:
        ordering = ["adopted_on", "key"]


class Norm(Named, Sourced):
    """One value for a stretch of time, for the whole country or for one territory (a pilot).

    The exclusion constraint lets no day have two values for the same key and territory.
    """

    class Unit(models.TextChoices):
        SECONDS = "seconds", _("seconds")
        MINUTES = "minutes", _("minutes")
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        WORKING_DAYS = "working_days", _("working days")
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")
        COUNT = "count", _("count")
        PERCENT = "percent", _("percent")
        AZN = "azn", _("AZN")
        BODY = "body", _("body")

    key = public(models.CharField(max_length=80))
    value = public(models.CharField(max_length=60))
    unit = public(models.CharField(max_length=12, choices=Unit.choices))
    valid = public(DateRangeField(default=(None, None)))
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="norms")
    act = models.ForeignKey(LegalAct, models.PROTECT, related_name="norms")
    article = public(models.CharField(max_length=60, blank=True))
    note = public(models.TextField(blank=True))

    class Meta:
        ordering = ["key", "territory", "valid"]
        indexes = [models.Index(fields=["key"], name="norm_key")]
        constraints = [
            ExclusionConstraint(
                name="norm_one_value_a_day",
                expressions=[
                    (F("key"), RangeOperators.EQUAL),
                    (Coalesce(F("territory_id"), Value(0)), RangeOperators.EQUAL),
                    (F("valid"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(unit="body") | models.Q(value__regex=r"^[0-9]+(\.[0-9]+)?$"),
                name="norm_value_is_a_number",
            ),
        ]
