"""Answers to a questionnaire about a person."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from himaya.access.models import EncryptedTextField, Protected
from himaya.instruments.library.models import InstrumentVersion
from himaya.instruments.xforms.models import FormVersion
from himaya.kit.ids import PublicIdField
from himaya.kit.privacy import internal, special


class Response(Protected):
    """One set of answers. A draft holds what was typed, as typed; once submitted it holds what was checked, and
    the database lets nobody change it again (its first migration): a correction is a new response that
    `follows` it. Answers to a methodologist's form are kept as the form's own XML under `instance`, and what was
    attached to them under `files`: name in the form to document."""

    DRAFT, SUBMITTED = "draft", "submitted"

    public_id = internal(PublicIdField())
    # What was answered: a questionnaire that comes with the product, or a form that a methodologist brought.
    form = models.ForeignKey(
        "instruments.InstrumentVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    xform = models.ForeignKey(
        "instruments.FormVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    about = models.ForeignKey("registry.Person", null=True, on_delete=models.PROTECT, related_name="+")
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    state = internal(models.CharField(max_length=10, default=DRAFT))
    # Facts the record handed to the questionnaire (an age, a level), which its conditions may ask about.
    given = special(models.JSONField(default=dict, blank=True))
    # Closed with the dossier's own key: here stand health, family life and the child's own words.
    closed = special(EncryptedTextField(blank=True, default=""))
    language = internal(models.CharField(max_length=2, default="az"))
    started_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = internal(models.DateTimeField())
    submitted_by = models.ForeignKey("access.User", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = internal(models.DateTimeField(null=True))
    # SHA-256 over the version's digest, the given facts and the answers, as submitted.
    digest = internal(models.CharField(max_length=64, blank=True))
    score = special(models.JSONField(default=dict, blank=True))
    level = special(models.CharField(max_length=10, blank=True), counted=True)
    flags = special(ArrayField(models.CharField(max_length=60), default=list, blank=True), counted=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"]), name="response_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False) & ~Q(digest=""),
                name="response_submitted_whole",
            ),
            models.CheckConstraint(
                condition=Q(form__isnull=False, xform__isnull=True)
                | Q(form__isnull=True, xform__isnull=False),
                name="response_to_one_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} response {self.pk}"

    @property
    def answers(self) -> dict[str, Any]:
        """Question to answer. Empty where the key was destroyed on purpose."""
        try:
            found: dict[str, Any] = json.loads(self.closed or "{}")
        except json.JSONDecodeError:
            return {}
        return found

    @answers.setter
    def answers(self, answers: Mapping[str, Any]) -> None:
        self.closed = json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)

    @property
    def questionnaire(self) -> InstrumentVersion:
        """The questionnaire of the product that was answered. ValueError where it is a methodologist's form."""
        if self.form is None:
            raise ValueError("answers to a methodologist's form")
        return self.form

    @property
    def brought(self) -> FormVersion:
        """The methodologist's form that was answered. ValueError where it is a questionnaire of the product."""
        if self.xform is None:
            raise ValueError("answers to a questionnaire of the product")
        return self.xform

    @property
    def is_submitted(self) -> bool:
        """Sealed: checked, scored and never changed again."""
        return self.state == self.SUBMITTED
