"""Loading the numbers for help; changing one."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from himaya.kit import tables
from himaya.kit.errors import Refused
from himaya.kit.tables import required
from himaya.reference.loading import LINES, SOURCED, VALID, not_edited, period
from himaya.reference.numbers.models import HelpNumber
from himaya.reference.release.actions import mark_changed

COLUMNS = {
    "number": required(tables.line(20)),
    **LINES,
    "when_az": required(tables.line(200)),
    "when_en": required(tables.line(200)),
    "when_ru": required(tables.line(200)),
    "urgent": tables.yes,
    "for_children": tables.yes,
    "order": required(tables.number),
    **VALID,
    **SOURCED,
}
_PLAIN = [name for name in COLUMNS if name not in ("number", "valid_from", "valid_to", "order")]


def load_help_numbers(source: str) -> None:
    """Bring the shipped numbers into the table; one edited here stays as it is."""
    rows = not_edited(HelpNumber, "number", tables.read_table(source, COLUMNS))
    HelpNumber.objects.bulk_create(
        [
            HelpNumber(
                number=row["number"],
                order=int(row["order"]),
                valid=period(row),
                **{name: row[name] for name in _PLAIN},
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["order", "valid", *_PLAIN],
    )


@transaction.atomic
def change_help_number(*, number: HelpNumber, by: Any, **changes: Any) -> HelpNumber:
    """Change what is said of a number, or its time in service."""
    for name, value in changes.items():
        setattr(number, name, value)
    number.edited = True
    number.save()
    mark_changed(what="help_number.changed", by=by, number=number.number)
    return number


@transaction.atomic
def add_help_number(*, number: str, by: Any, **given: Any) -> HelpNumber:
    """A number that was not here before. Refused where it is already known."""
    if HelpNumber.objects.filter(number=number).exists():
        raise Refused(_("This number is already here."), field="number")
    made = HelpNumber.objects.create(number=number, edited=True, **given)
    mark_changed(what="help_number.added", by=by, number=number)
    return made
