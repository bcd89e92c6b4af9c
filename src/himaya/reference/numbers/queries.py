"""Numbers to show."""

from datetime import date

from himaya.kit import clock
from himaya.reference.certainty import in_language
from himaya.reference.numbers.models import HelpNumber
from himaya.reference.release.queries import remembered


@remembered
def _all() -> list[HelpNumber]:
    return list(HelpNumber.objects.all())


def help_numbers(on: date | None = None, *, urgent: bool | None = None) -> list[HelpNumber]:
    """Numbers in service on a day (today), the most urgent first; only (un)urgent ones where asked."""
    on = on or clock.today()
    return [
        row
        for row in _all()
        if (row.valid.lower is None or row.valid.lower <= on)
        and (row.valid.upper is None or on < row.valid.upper)
        and (urgent is None or row.urgent == urgent)
    ]


def when_to_call(row: HelpNumber) -> str:
    """When to call it, in the reader's language."""
    return in_language(row.when_az, row.when_en, row.when_ru)
