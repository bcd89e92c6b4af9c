"""Who may talk with a child who is back, and how often a child was missing."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from himaya.cases.casefile.models import Case, CaseMember
from himaya.kit import clock
from himaya.kit.periods import add_months
from himaya.kit.verdict import Verdict, no, yes
from himaya.reference.queries import norm

# Who cares for a child day by day: whoever the child ran from is often among them.
CARERS = ("mother", "father", "carer", "guardian")


def may_be_missing(case: Case, child: CaseMember) -> Verdict:
    """A child of the case, named there now."""
    if child.case_id == case.pk and child.role in CaseMember.CHILDREN and child.ended_at is None:
        return yes()
    return no(_("Choose a child of this case."))


def may_have_been(moment: datetime, since: datetime | None = None) -> Verdict:
    """Neither tomorrow nor before the child was missing."""
    if moment > clock.now():
        return no(_("This moment is still to come."))
    if since is not None and moment < since:
        return no(_("That was before the child was missing."))
    return yes()


def may_talk(member: CaseMember | None, child_chose: bool) -> Verdict:
    """Somebody the child chose, or at least not the carer; never a possible perpetrator, whoever chose them."""
    if member is None:
        return yes()
    if member.role == CaseMember.PERPETRATOR:
        return no(_("This person is suspected of harm: somebody else talks with the child."))
    if member.role in CARERS and not child_chose:
        return no(_("A carer talks with the child only where the child chose so."))
    return yes()


def counts_from(now: datetime) -> datetime:
    """From when on earlier times count (norm `missing_child.repeat`)."""
    today = clock.local(now).date()
    return clock.at(add_months(today, -int(norm("missing_child.repeat", today).number)))


def times_words(times: int, now: datetime) -> str:
    """“time no. 3 within 12 months”; nothing for the first."""
    if times < 2:
        return ""
    months = int(norm("missing_child.repeat", clock.local(now).date()).number)
    return gettext("time no. %(n)s within %(months)s months") % {"n": times, "months": months}


def counted(starts: Iterable[datetime], now: datetime) -> int:
    """How many times began within the norm's time."""
    first = counts_from(now)
    return sum(1 for start in starts if start >= first)
