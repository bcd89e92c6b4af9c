"""How long families waited, in words, and what is too little to tell. Pure."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Measured:
    """Days that the referrals to one service took: how many were counted, their median and 90th percentile."""

    service: int
    answers: int = 0
    answer_median: float | None = None
    answer_p90: float | None = None
    starts: int = 0
    start_median: float | None = None
    start_p90: float | None = None


def told(measured: Measured, smallest: int) -> dict[str, int | None]:
    """What may be told of it, in whole days: nothing of fewer referrals than `smallest`."""
    answers = measured.answers >= smallest
    starts = measured.starts >= smallest
    return {
        "answer_median": _days(measured.answer_median, answers),
        "answer_p90": _days(measured.answer_p90, answers),
        "start_median": _days(measured.start_median, starts),
        "start_p90": _days(measured.start_p90, starts),
    }


def _days(days: float | None, enough: bool) -> int | None:
    return round(days) if enough and days is not None else None


def words_of(waiting: Any) -> list[str]:
    """The measured waiting in words; empty where there is nothing to tell."""
    if waiting is None:
        return []
    found = []
    if waiting.answer_median is not None:
        days = {"median": waiting.answer_median, "most": waiting.answer_p90}
        found.append(
            _("First answer: half of the families within %(median)s days, nine in ten within %(most)s") % days
        )
    if waiting.start_median is not None:
        days = {"median": waiting.start_median, "most": waiting.start_p90}
        found.append(
            _("From the yes to the beginning: half within %(median)s days, nine in ten within %(most)s")
            % days
        )
    return found
