"""How sure we are of a fact, and where it comes from. Every row of reference data says it."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from himaya.kit.privacy import public


class Certainty(models.TextChoices):
    """V seen in a published page; T tested; K known from memory, verify before use; P proposed, ours to set."""

    VERIFIED = "V", _("seen in a published source")
    TESTED = "T", _("tested")
    KNOWN = "K", _("to be verified")
    PROPOSED = "P", _("proposed")


class Sourced(models.Model):
    """A row that names its source. A row edited on this site is never overwritten by a new release."""

    source = public(models.CharField(max_length=200, blank=True))
    certainty = public(models.CharField(max_length=1, choices=Certainty.choices, default=Certainty.PROPOSED))
    edited = public(models.BooleanField(default=False))

    class Meta:
        abstract = True


class Named(models.Model):
    """A name in the three languages."""

    name_az = public(models.CharField(max_length=300))
    name_en = public(models.CharField(max_length=300))
    name_ru = public(models.CharField(max_length=300))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self.name_az, self.name_en, self.name_ru)


def in_language(az: str, en: str, ru: str, language: str | None = None) -> str:
    """The one for a language (the active one by default); Azerbaijani where it is empty."""
    return {"en": en, "ru": ru}.get((language or get_language() or "az")[:2], az) or az
