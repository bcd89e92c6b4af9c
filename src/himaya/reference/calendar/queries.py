"""Days off, with their reasons."""

from datetime import date

from django.utils.translation import get_language

from himaya.reference.calendar.models import WorkingDayChange
from himaya.reference.calendar.rules import public_holidays


def days_off(year: int) -> dict[date, str]:
    """The public holidays of a year and the days moved, with their names."""
    days = dict(public_holidays(year, get_language() or "az"))
    for change in WorkingDayChange.objects.filter(day__year=year):
        if change.kind == WorkingDayChange.Kind.OFF:
            days[change.day] = change.reason
        else:
            days.pop(change.day, None)
    return dict(sorted(days.items()))
