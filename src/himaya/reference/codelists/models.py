"""Lists and their codes."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from himaya.kit.privacy import public
from himaya.reference.certainty import Named, Sourced


class Codelist(Named, Sourced):
    """A list of codes, known by a dotted key such as `screening.out_reason`."""

    key = public(models.CharField(max_length=60, unique=True))

    class Meta:
        ordering = ["key"]


class Code(Named, Sourced):
    """One code. Records hold its `code`; it is retired by ending `valid`, never deleted or renamed.

    `attributes` hold what the programme reads of it: `{"weight": 3}`, `{"needs_detail": true}`.
    """

    codelist = models.ForeignKey(Codelist, models.PROTECT, related_name="codes")
    code = public(models.CharField(max_length=60))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = public(models.PositiveIntegerField(default=0))
    attributes = public(models.JSONField(default=dict, blank=True))
    valid = public(DateRangeField(default=(None, None)))

    class Meta:
        ordering = ["codelist", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["codelist", "code"], name="code_once_in_its_list")]
