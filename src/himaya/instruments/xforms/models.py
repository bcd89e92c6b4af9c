"""Versions of forms that methodologists brought. Not about any person: public."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from himaya.instruments.xforms.problems import Problem
from himaya.instruments.xforms.shape import Shape, shape_of
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, public


class FormVersion(models.Model):
    """One version of a form: the workbook as it was brought, and what it was compiled to. Neither ever changes:
    answers hang on them. Whoever brought it does not approve it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("To be approved")
        APPROVED = "approved", _("Approved")
        RETIRED = "retired", _("Retired")

    public_id = internal(PublicIdField())
    form_id = public(models.CharField(max_length=64))
    number = public(models.CharField(max_length=60))
    title = public(models.CharField(max_length=300))
    languages = public(models.JSONField(default=list))
    missing = public(models.JSONField(default=dict))
    questions = public(models.PositiveIntegerField())
    file = public(models.BinaryField())
    file_name = public(models.CharField(max_length=200))
    sha256 = public(models.CharField(max_length=64))
    xml = public(models.TextField())
    compiler = public(models.CharField(max_length=60))
    remarks = public(models.JSONField(default=list))
    # Which questions are scores and what their heights mean, each with its days (`scoresheet`).
    scoring = public(models.JSONField(default=dict))
    licence = public(models.CharField(max_length=120))
    source = public(models.TextField())
    status = public(models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT))
    valid = public(DateRangeField(null=True))
    brought_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    brought_at = internal(models.DateTimeField())
    approved_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = internal(models.DateTimeField(null=True))
    version = internal(models.PositiveIntegerField(default=1))

    class Meta:
        ordering = ["form_id", "-brought_at"]
        constraints = [
            models.UniqueConstraint(fields=["form_id", "number"], name="form_version_once"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("brought_by")),
                name="form_version_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", valid=None, approved_by=None)
                | Q(status="approved", valid__isnull=False, approved_by__isnull=False)
                | Q(status="retired"),
                name="form_version_approved_before_use",
            ),
            ExclusionConstraint(
                name="form_one_version_a_day",
                expressions=[(F("form_id"), RangeOperators.EQUAL), (F("valid"), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.form_id}, {self.number})"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("instruments:form-detail", args=[self.public_id])

    @property
    def shape(self) -> Shape:
        """What it asks."""
        return shape_of(self.xml)

    @property
    def remarked(self) -> list[Problem]:
        """What the compiler remarked, in the reader's language."""
        return [Problem(**remark) for remark in self.remarks]
