"""Half-open periods of days, and ages from birth dates known well or badly."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Precision = Literal["exact", "month", "year", "estimated"]

ESTIMATE_MARGIN_DAYS = 365  # an estimated age is trusted to a year either side


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not including, `end`. None on a side means open on that side."""

    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError("a period ends before it starts")

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    @property
    def is_empty(self) -> bool:
        """No day lies in it."""
        return self.start is not None and self.start == self.end

    @property
    def days(self) -> int | None:
        """How many days; None when it is open."""
        return (self.end - self.start).days if self.start and self.end else None

    def intersection(self, other: "Period") -> "Period | None":
        """The days in both, or None where no day is."""
        starts = [p.start for p in (self, other) if p.start]
        ends = [p.end for p in (self, other) if p.end]
        start, end = max(starts, default=None), min(ends, default=None)
        if (start and end and end <= start) or self.is_empty or other.is_empty:
            return None
        return Period(start, end)

    def overlaps(self, other: "Period") -> bool:
        """Is some day in both?"""
        return self.intersection(other) is not None

    def last_day(self) -> date | None:
        """The last day inside, as people say it."""
        return self.end - timedelta(days=1) if self.end and not self.is_empty else None


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month; the month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))


def age_on(born: date, on: date) -> int:
    """Full years lived; someone born on 29 February is a year older on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A birth date and how well it is known. For `month` the day is nominal, for `year` the month too."""

    day: date
    precision: Precision = "exact"

    @classmethod
    def of_month(cls, year: int, month: int) -> "BirthDate":
        """Only month and year are known."""
        return cls(date(year, month, 15), "month")

    @classmethod
    def of_year(cls, year: int) -> "BirthDate":
        """Only the year is known."""
        return cls(date(year, 7, 1), "year")

    @classmethod
    def of_age(cls, years: int, on: date) -> "BirthDate":
        """Only an age is guessed: the middle of the days on which the child may have been born."""
        return cls(add_months(on, -12 * years - 6), "estimated")

    @property
    def window(self) -> Period:
        """The days among which the true one lies."""
        if self.precision == "exact":
            return Period(self.day, self.day + timedelta(days=1))
        if self.precision == "month":
            first = self.day.replace(day=1)
            return Period(first, add_months(first, 1))
        if self.precision == "year":
            return Period(date(self.day.year, 1, 1), date(self.day.year + 1, 1, 1))
        margin = timedelta(days=ESTIMATE_MARGIN_DAYS)
        return Period(self.day - margin, self.day + margin + timedelta(days=1))

    def ages(self, on: date) -> tuple[int, int]:
        """The youngest and the oldest possible age; never below zero."""
        window = self.window
        assert window.start
        assert window.end
        youngest = age_on(window.end - timedelta(days=1), on)
        return max(youngest, 0), max(age_on(window.start, on), 0)

    def age(self, on: date) -> int:
        """The likeliest age in full years."""
        return max(age_on(self.day, on), 0)

    def may_be_under(self, years: int, on: date) -> bool:
        """May the person be younger? In doubt the protective answer: yes."""
        return self.ages(on)[0] < years

    def is_surely_under(self, years: int, on: date) -> bool:
        """Is the person younger whatever the true day?"""
        return self.ages(on)[1] < years
