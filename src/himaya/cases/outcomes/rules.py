"""What each figure of case work means, written so that somebody else counts the same. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.kit import clock

Words = str | Promise
# The first year a figure is asked for, and how far ahead an address may go.
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure: its code, its name in the door, what it is called, what is counted over what."""

    code: str
    what: str
    name: Words
    over: Words


DEFINITIONS = (
    Definition("CM1", "response", _("First contact in time"),
               _("first meetings face to face within the time of the level of risk ÷ those whose time has come")),
    Definition("CM2", "plan", _("Plan in time"), _("plans in force by their day ÷ plans whose day has come")),
    Definition("CM4", "recurrence", _("Came back within a year"),
               _("cases reopened, or whose person has a new case, within twelve months of closing ÷ cases closed")),
    Definition("CM5", "goals", _("Closed with the goals met"),
               _("cases closed with their goals met ÷ all cases closed, without those joined to another")),
    Definition("SO2", "better", _("Better than at the beginning"),
               _("people whose needs are lower at the last assessment than at the first, by the same questions ÷ all who "
                 "were assessed twice, the last time in the period")),
    Definition("R28", "prevented", _("Kept out of institutions"),
               _("children at risk of separation who live in a family in the end ÷ all whose end was told")),
)  # fmt: skip


def year_ends(year: int) -> tuple[datetime, datetime] | None:
    """The two ends of a year in Baku; none where no year is meant."""
    if not FIRST_YEAR <= year <= clock.today().year:
        return None
    return _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.BAKU)
