"""Which questionnaire is in force."""

from datetime import date

from django.db.models import QuerySet

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


def instruments() -> QuerySet[Instrument]:
    """Every questionnaire with its versions, newest first."""
    return Instrument.objects.prefetch_related("versions")
