"""What each figure means, written so that somebody else counts the same; and when a week stands out. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from himaya.kit import clock

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Definition:
    """A rate: its code, what it is called, what is counted over what. `what`: its name in the door."""

    code: str
    what: str
    name: Words
    over: Words


DEFINITIONS = (
    Definition("HL1", "answered", _("Answer rate"),
               _("calls that were answered ÷ all calls that came in, those that nobody took among them; one that broke off "
                 "first is not answered")),
    Definition("HL2", "counselling", _("Share of counselling"), _("counselling contacts ÷ all contacts")),
    Definition("HL3", "suicide_calls", _("Suicide follow-up done in time"),
               _("call-backs owed after talk of suicide, made by their time ÷ those whose time has come")),
    Definition("K1", "reached", _("Call-backs that reached somebody"), _("reached ÷ those whose time has come")),
    Definition("K2", "planned", _("Safety plan at the top levels"),
               _("contacts at high or critical with a plan ÷ all at these levels")),
    Definition("K3", "accepted", _("Reports acknowledged in time"),
               _("passed on and acknowledged by the desk in time ÷ all passed on")),
    Definition("K4", "arrived", _("Help that arrived"), _("help sent that reached the child ÷ all that was sent")),
    Definition("K5", "felt_better", _("Felt better at the end"),
               _("higher at the end than at the beginning, 1 to 10 ÷ all who said both")),
    Definition("K6", "heavy", _("Heavy contacts"), _("counselling at high or critical ÷ all counselling")),
    Definition("K7", "repeat", _("Repeat callers"),
               _("contacts of a number that contacted us more than once ÷ all with a known number")),
    Definition("K8", "passed", _("Reviewed contacts that passed"),
               _("reviews with a passing result ÷ all given to who listened, by the rubric and the norms of the day")),
    Definition("K9", "debriefed", _("Debriefs in time"),
               _("debriefs held or declined by their time ÷ those whose time has come")),
)  # fmt: skip


def period(words: str) -> tuple[datetime, datetime] | None:
    """A year (`2026`) or a month (`2026-11`) as its two ends in Baku; none where it is neither."""
    year, _dash, month = words.partition("-")
    try:
        first = date(int(year), int(month or 1), 1)
        after = (
            date(first.year + 1, 1, 1)
            if not month
            else date(first.year + first.month // 12, first.month % 12 + 1, 1)
        )
    except ValueError:
        return None
    return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.BAKU)


def is_spike(before: Sequence[int], now: int) -> bool:
    """Whether a week stands out against the weeks before it: at least five more, and beyond three standard deviations of
    a count that only chance moves (Poisson; where the mean is below one, of one). Fewer than four weeks tell nothing."""
    if len(before) < 4:
        return False
    mean = sum(before) / len(before)
    return now - mean >= 5 and now > mean + 3 * math.sqrt(max(mean, 1.0))
