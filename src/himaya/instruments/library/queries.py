"""Which questionnaire is in force."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from himaya.instruments.library.definition import words
from himaya.instruments.library.models import Instrument, InstrumentVersion


class NoVersion(LookupError):
    """No version of a questionnaire is in force: the shipped data was not loaded."""


def version_on(code: str, on: date) -> InstrumentVersion:
    """The version of a questionnaire that is asked on a day."""
    found = (
        InstrumentVersion.objects.filter(instrument__code=code, valid__contains=on)
        .select_related("instrument")
        .first()
    )
    if found is None:
        raise NoVersion(f"{code} on {on}")
    return found


def versions() -> QuerySet[InstrumentVersion]:
    """Every version with its questionnaire."""
    return InstrumentVersion.objects.select_related("instrument")


def instruments() -> QuerySet[Instrument]:
    """Every questionnaire with its versions, newest first."""
    return Instrument.objects.prefetch_related("versions")


def version_page(found: InstrumentVersion) -> dict[str, Any]:
    """A version with its scoring rules in words."""
    rules = [
        {
            "start": rule["from"],
            "until": rule.get("until", ""),
            "flags": [
                (words(f, "label", "", needed=True), f.get("level", "")) for f in rule.get("flags", ())
            ],
            "levels": [
                (words(f, "label", "", needed=True), f["level"], f["at_least"])
                for f in rule.get("levels", ())
            ],
        }
        for rule in found.content.scoring
    ]
    return {"version": found, "content": found.content, "rules": rules}
