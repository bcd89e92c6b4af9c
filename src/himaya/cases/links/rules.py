"""To whom a referral or a task may be handed by a link, and what stands behind it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.models import Unit
from himaya.access.queries import users_in
from himaya.access.roles import SENSITIVE, ProviderStaff
from himaya.cases.duties.models import Duty
from himaya.cases.duties.queries import OPEN as DUTY_GOING_ON
from himaya.cases.links.models import OutsideLink
from himaya.cases.referrals.queries import GOING_ON, IN_HAND
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm


def is_going_on(matter: Any) -> bool:
    """Whether something of it is still to come."""
    return matter.status in (DUTY_GOING_ON if isinstance(matter, Duty) else GOING_ON)


def is_taken_on(matter: Any) -> bool:
    """Whether the organisation has said yes."""
    return matter.status in IN_HAND


def unit_of(matter: Any) -> Unit:
    """Who is to answer."""
    unit: Unit = matter.unit if isinstance(matter, Duty) else matter.service.unit
    return unit


def may_be_handed(matter: Any) -> Verdict:
    """What is still to be answered or in hand, to an organisation where nobody has an account. What is sealed leaves by
    no link."""
    if not is_going_on(matter):
        return no(_("This has come to its end: nothing waits for an answer."))
    if matter.dossier.sensitivity > SENSITIVE:
        return no(_("This case is sealed: nothing of it leaves by a link."))
    if users_in(ProviderStaff, unit_of(matter)).exists():
        return no(_("This organisation has an account: its staff see it there already."))
    return yes()


def may_be_withdrawn(link: OutsideLink) -> Verdict:
    """Once."""
    return yes() if link.withdrawn_at is None else no(_("This link was withdrawn already."))


def lasts_until(start: datetime, accepted: bool) -> datetime:
    """Until when a link leads somewhere: longer once the family was taken on (norms `link.days`, `link.accepted`)."""
    return add(start, norm("link.accepted" if accepted else "link.days", clock.local(start).date()))


def most_tries() -> int:
    """Wrong codes after which a link is used up (norm `link.tries`)."""
    return int(norm("link.tries", clock.today()).value)


def stays_inside_until(start: datetime) -> datetime:
    """How long one right code lets in (norm `link.visit`)."""
    return add(start, norm("link.visit", clock.local(start).date()))


def shows_contact(referral: Any) -> bool:
    """How to reach the family is shown once it is taken on: before, nobody needs it."""
    return is_taken_on(referral)


def is_dead(link: OutsideLink, most: int) -> bool:
    """Whether it leads nowhere any more; as the database's own door sees it."""
    over = link.expires_at <= clock.now() or link.tries >= most
    return over or link.withdrawn_at is not None or not is_going_on(link.matter)
