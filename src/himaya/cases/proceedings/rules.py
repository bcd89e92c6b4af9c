"""What a proceeding and an order must say, and how long an order may last."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import code_item, label, norm

Facts = Mapping[str, Any]
# The norms of the two words before an order ends (domain §3.10: 14 and 3 days).
ALERTS = ("dv.order_alert.first", "dv.order_alert.second")


def body_is_named(proceeding: Any, facts: Facts) -> Verdict:
    """A claim goes to somebody."""
    if proceeding.organisation_id or proceeding.body_name.strip():
        return yes()
    return no(_("Write which court or body it goes to."))


def length_of(from_on: date, until_on: date) -> int:
    """Days of an order, its first and last day included."""
    return (until_on - from_on).days + 1


def may_last(kind: str, from_on: date, until_on: date | None, territory: Any = None) -> Verdict:
    """The length of an order by its kind: the norms in force on its first day say the longest and the shortest
    (Law on the Prevention of Domestic Violence: short to 60 days, long 60 to 180)."""
    if until_on is not None and until_on < from_on:
        return no(_("The last day lies before the first."))
    item = code_item("order.kind", kind)
    asks = item.attributes if item else {}
    if "longest" not in asks:
        return yes()
    if until_on is None:
        return no(_("Write the last day: an order of this kind is for a time."))
    days, longest = length_of(from_on, until_on), int(norm(asks["longest"], from_on, territory).number)
    words = {"kind": label("order.kind", kind), "days": days}
    if days > longest:
        said = gettext(
            "%(kind)s: %(days)s days is too long, at most %(limit)s are allowed. Correct the last day."
        )
        return no(said % {**words, "limit": longest})
    shortest = int(norm(asks["shortest"], from_on, territory).number) if "shortest" in asks else 0
    if days < shortest:
        said = gettext(
            "%(kind)s: %(days)s days is too short, at least %(limit)s are needed. Correct the last day."
        )
        return no(said % {**words, "limit": shortest})
    return yes()


def may_be_told(at: datetime, told_at: datetime | None, body: str, why_not: str) -> Verdict:
    """A breach is told to somebody, or it is written why not; nothing is told before it happened."""
    if bool(body) != bool(told_at):
        return no(_("Write who was told, and when."))
    if told_at is not None and told_at < at:
        return no(_("Nobody is told of a breach before it happened."))
    if not body and not why_not.strip():
        return no(_("Write who was told of the breach, or why nobody was."))
    return yes()


def may_be_judged(on: date, filed_on: date | None) -> Verdict:
    """A judgment is given today or earlier, and never before the claim."""
    if on > clock.today():
        return no(_("This day is still to come."))
    if filed_on is not None and on < filed_on:
        return no(_("A judgment is not given before the claim was filed."))
    return yes()


def appeal_until(on: date, territory: Any = None) -> date:
    """The last day on which a judgment may be appealed (norm `judgment.appeal`)."""
    return clock.local(add(clock.at(on), norm("judgment.appeal", on, territory))).date()


def was_granted(kind: str) -> bool | None:
    """Whether a judgment gives what was asked; None where it is neither."""
    item = code_item("judgment.kind", kind)
    granted = item.attributes.get("granted") if item else None
    return granted if isinstance(granted, bool) else None


def alert_due(until_on: date, on: date) -> str:
    """Which of the two words before the end is due on a day: the key of its norm, or nothing."""
    left = (until_on - on).days
    due = [key for key in ALERTS if 0 <= left <= int(norm(key, on).number)]
    return due[-1] if due else ""


def hearing_is_near(at: datetime, now: datetime) -> bool:
    """Whether whoever goes to a hearing hears of it now (norm `hearing.alert`)."""
    return now <= at <= now + timedelta(days=int(norm("hearing.alert", clock.local(now).date()).number))
