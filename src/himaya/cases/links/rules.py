"""To whom a referral may be handed by a link, and what stands behind it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SENSITIVE
from himaya.cases.links.models import OutsideLink
from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.queries import GOING_ON, IN_HAND, somebody_reads
from himaya.kit import clock
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm


def may_be_handed(referral: Referral) -> Verdict:
    """A referral still to be answered or in hand, to an organisation where nobody has an account. What is sealed leaves
    by no link."""
    if referral.status not in GOING_ON:
        return no(_("This referral has come to its end: nothing waits for an answer."))
    if referral.dossier.sensitivity > SENSITIVE:
        return no(_("This case is sealed: nothing of it leaves by a link."))
    if somebody_reads(referral):
        return no(_("This organisation has an account: its staff see the referral there already."))
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
    return referral.status in IN_HAND


def is_dead(link: OutsideLink, most: int) -> bool:
    """Whether it leads nowhere any more; as the database's own door sees it."""
    over = link.expires_at <= clock.now() or link.tries >= most
    return over or link.withdrawn_at is not None or link.referral.status not in GOING_ON
