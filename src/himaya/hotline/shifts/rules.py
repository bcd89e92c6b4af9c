"""What a plan of shifts must keep to. Pure: shifts are anything with `starts_at` and `ends_at`."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm


def lasts_well(starts_at: datetime, ends_at: datetime, on: Any) -> Verdict:
    """A shift has an end, and is no longer than listening can be borne (`hotline.shift.longest`)."""
    if ends_at <= starts_at:
        return no(_("A shift ends after it begins."))
    if ends_at > add(starts_at, norm("hotline.shift.longest", on=on)):
        return no(_("This is longer than a shift may be."))
    return yes()


def rests_enough(starts_at: datetime, ends_at: datetime, others: Iterable[Any], on: Any) -> Verdict:
    """Between two shifts of one person lies the rest that the norms ask for (`hotline.shift.rest`)."""
    rest = _length("hotline.shift.rest", starts_at, on)
    for other in others:
        if starts_at < other.ends_at and other.starts_at < ends_at:
            return no(_("They stand in another shift at this time."))
        if starts_at < other.ends_at + rest and other.starts_at < ends_at + rest:
            return no(_("There is too little rest between two shifts."))
    return yes()


def _length(key: str, since: datetime, on: Any) -> timedelta:
    return add(since, norm(key, on=on)) - since


def needs_approval(on: Any) -> bool:
    """Whether a swap that both agreed on still waits for a supervisor (`hotline.shift.swap_approval`, 1 or 0)."""
    return bool(norm("hotline.shift.swap_approval", on=on).number)


def may_decide_swap(swap: Any, by: Any, *, oversees: bool) -> Verdict:
    """First whoever was asked agrees, then a supervisor who is neither of the two."""
    if swap.status == swap.ASKED:
        return yes() if swap.asked_of_id == by.pk else no(_("Only who was asked answers this."))
    if swap.status != swap.AGREED:
        return no(_("This swap was decided already."))
    if not oversees or by.pk in {swap.asked_by_id, swap.asked_of_id}:
        return no(_("A supervisor who is not part of the swap decides."))
    return yes()
