"""When and where a caller may be called back. Pure: no question to the database save for the norms and lists."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberType

from himaya.kit.clock import BAKU
from himaya.kit.verdict import Verdict, no, yes

HOME = "AZ"
DEAR = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN})
REACHED, AGAIN, WITH_SUPERVISOR = "reached", "again", "supervisor"


@dataclass(frozen=True, slots=True)
class Safe:
    """What the caller called safe: a number, and the hours of the day in Bakı; the end may lie after midnight. Equal
    hours: at any time."""

    number: str
    opens: time
    closes: time

    @property
    def always(self) -> bool:
        """Any hour is safe."""
        return self.opens == self.closes


def is_safe_at(safe: Safe, moment: datetime) -> bool:
    """Whether a call may be made at this moment."""
    now = moment.astimezone(BAKU).time()
    if safe.always:
        return True
    if safe.opens < safe.closes:
        return safe.opens <= now < safe.closes
    return now >= safe.opens or now < safe.closes


def next_safe(safe: Safe, moment: datetime) -> datetime:
    """The first safe moment that is not earlier: now, or when the hours next begin."""
    if is_safe_at(safe, moment):
        return moment
    local = moment.astimezone(BAKU)
    begins = datetime.combine(local.date(), safe.opens, BAKU)
    if begins <= local:
        begins += timedelta(days=1)
    return begins.astimezone(UTC)


def safe_until(safe: Safe, moment: datetime) -> datetime | None:
    """When the hours in which a safe moment lies end; None where any hour is safe."""
    if safe.always:
        return None
    local = moment.astimezone(BAKU)
    ends = datetime.combine(local.date(), safe.closes, BAKU)
    if ends <= local:
        ends += timedelta(days=1)
    return ends.astimezone(UTC)


def safe_of(call: Any) -> Safe | None:
    """What the caller of a promised call-back called safe; nothing once it was forgotten."""
    return Safe(call.number, call.opens, call.closes) if call.number else None


def may_call_at(call: Any, moment: datetime) -> bool:
    """Whether a promised call-back may be made at this moment."""
    safe = safe_of(call)
    return safe is not None and is_safe_at(safe, moment)


def next_for(call: Any, moment: datetime) -> datetime | None:
    """When a promised call-back may be made next, if any hour was called safe."""
    safe = safe_of(call)
    return next_safe(safe, moment) if safe else None


def due_at(safe: Safe, promised_at: datetime, within: timedelta) -> datetime:
    """Until when it is owed: so long after the promise, counted from the first moment at which it is safe."""
    return next_safe(safe, promised_at) + within


def after_attempt(
    safe: Safe, now: datetime, *, tried: int, most: int, pause: timedelta, reached: bool, settled: bool
) -> tuple[str, datetime | None]:
    """What follows an attempt: the caller was reached; another attempt at the next safe moment after a pause; or the
    supervisor decides: after so many attempts, or because the caller wants or bears no more calls (`settled`)."""
    if reached:
        return REACHED, None
    if settled or tried >= most:
        return WITH_SUPERVISOR, None
    return AGAIN, next_safe(safe, now + pause)


def may_dial(number: str, countries: Collection[str]) -> Verdict:
    """Numbers that cost the line dearly, or lie abroad where nobody allowed it, are not called back: a way to make a
    hotline pay, and to keep it busy. `countries`: whose numbers may be called (`hotline.call_country`)."""
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return no(_("This is no telephone number."))
    if not phonenumbers.is_valid_number(parsed):
        return no(_("This is no telephone number."))
    if phonenumbers.number_type(parsed) in DEAR:
        return no(_("Calls to this number cost extra. It is not called back."))
    if phonenumbers.region_code_for_number(parsed) not in countries:
        return no(_("This number lies abroad, where the line does not call."))
    return yes()
