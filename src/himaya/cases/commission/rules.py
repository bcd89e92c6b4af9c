"""Who may sit in a commission, how many there are, how many decide, and until when it must meet."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.roles import COMMISSION_SIT, CommissionSecretary
from himaya.cases.commission.models import Commission, CommissionSeat
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm

# Of whom a commission has one at a time.
ONE_OF = (CommissionSeat.CHAIR, CommissionSeat.SECRETARY)


def quorum_of(voices: int, on: date) -> int:
    """How many must be there: more than the share of the norm `commission.quorum`."""
    share = norm("commission.quorum", on).number
    return int(voices * share // 100) + 1


def size_is_right(seats: int, on: date) -> Verdict:
    """9 to 11 members (reform of 2025; norms `commission.size.*`). Said on the page: a commission fills up seat by
    seat, so too few hold nothing back."""
    least, most = norm("commission.size.least", on).number, norm("commission.size.most", on).number
    words = {"seats": seats, "least": least, "most": most}
    if seats < least:
        return no(gettext("%(seats)s members: at least %(least)s are needed.") % words)
    if seats > most:
        return no(gettext("%(seats)s members: at most %(most)s may sit.") % words)
    return yes()


def may_sit(user: User, function: str) -> Verdict:
    """Members hold a role that lets them sit; the secretary that of a secretary."""
    if not user.is_active or not user.can(COMMISSION_SIT):
        return no(_("This person has no role in a commission. Ask the administrator to give it."))
    if function == CommissionSeat.SECRETARY and not user.has(CommissionSecretary):
        return no(_("The secretary needs the role “Secretary of a commission”."))
    return yes()


def term_is_sound(starts_on: date, ends_on: date | None) -> Verdict:
    """A term ends after it begins, and not later than the norm `commission.term.most` allows."""
    if ends_on is None:
        return yes()
    if ends_on <= starts_on:
        return no(_("A term ends after it begins."))
    longest = clock.local(add(clock.at(starts_on), norm("commission.term.most", starts_on))).date()
    if ends_on > longest:
        return no(gettext("A term ends by %(day)s at the latest.") % {"day": f"{longest:%d.%m.%Y}"})
    return yes()


def has_room(
    seats: Iterable[CommissionSeat], user: User, function: str, starts_on: date, ends_on: date | None
) -> Verdict:
    """Nobody sits twice at a time, there is one chair and one secretary, and never more than the norm allows."""
    beside = [s for s in seats if (ends_on is None or s.starts_on < ends_on) and _lasts_past(s, starts_on)]
    if any(s.user_id == user.pk for s in beside):
        return no(_("This person already sits in the commission in that time."))
    if function in ONE_OF and any(s.function == function for s in beside):
        return no(_("Somebody holds this function in that time. End that term first."))
    most = norm("commission.size.most", starts_on).number
    if len(beside) >= most:
        return no(gettext("At most %(most)s may sit. End a term first.") % {"most": most})
    return yes()


def _lasts_past(seat: CommissionSeat, day: date) -> bool:
    return seat.ends_on is None or seat.ends_on > day


def may_end(seat: CommissionSeat, ends_on: date) -> Verdict:
    """A term ends on a day of it, or later, and once."""
    if seat.ends_on is not None and seat.ends_on <= clock.today():
        return no(_("This term has ended."))
    return yes() if ends_on >= seat.starts_on else no(_("A term ends after it begins."))


def is_sitting(commission: Commission) -> Verdict:
    """Only a commission that has not been dissolved."""
    return yes() if commission.status == "sitting" else no(_("This commission was dissolved."))


def meets_by(commission: Commission) -> datetime:
    """Until when it must meet next (norm `commission.meets.every`), counted from its last session."""
    since = commission.last_met_on or commission.established_on
    return add(clock.at(since), norm("commission.meets.every", since))
