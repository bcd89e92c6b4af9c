"""A referral to a service of another organisation: it accepts, declines with a reason, or lets it expire.

Nothing about consent ever delays an emergency: the gap becomes a task (domain §6, consent; §3.1)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.models import User
from himaya.access.roles import ProviderStaff, Role, SocialWorker, Supervisor
from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.rules import consent_or_ground, has_begun, says_what_came
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import (
    PUBLIC_PARTY,
    SYSTEM_PARTY,
    Clock,
    End,
    Move,
    Party,
    Process,
    Start,
    State,
    Tell,
)

SENT = kind("referral.sent", _("A referral waits for your answer"))
ACCEPTED = kind("referral.accepted", _("A referral was accepted"))
DECLINED = kind("referral.declined", _("A referral was declined"))
STARTED = kind("referral.started", _("A service has begun"))
EXPIRED = kind("referral.expired", _("A referral was left without an answer"))
COMPLETED = kind("referral.completed", _("A service has ended its work"))


# Whoever holds a link to the one referral answers as the public does: the database shows them that one only.
ANSWERING: list[type[Role] | Party] = [ProviderStaff, PUBLIC_PARTY]


def sender(referral: Any) -> User:
    """Who sent it hears what came of it, or whoever has taken over the case."""
    answer_to: User = referral.answer_to
    return answer_to


def answer_due(referral: Any) -> str:
    """Urgent referrals are answered sooner."""
    return "referral.answer.due.urgent" if referral.is_urgent else "referral.answer.due"


class Referring(Process):
    """From the request to what came of it."""

    code = "referral"
    title = _("Referral")
    of = Referral

    sent = State(_("Sent"))
    accepted = State(_("Accepted"))
    started = State(_("Service has begun"))
    completed = End(_("Completed"))
    declined = End(_("Declined"), aside=True)
    expired = End(_("Left without an answer"), aside=True)
    withdrawn = End(_("Withdrawn"), aside=True)

    send = Start(
        sent,
        by=[SocialWorker, Supervisor],
        label=_("Refer"),
        needs=[consent_or_ground],
        starts=[Clock("answer", _("Answer to a referral"), answer_due, ProviderStaff)],
    )
    send_urgent = Start(
        sent,
        by=[SocialWorker, Supervisor],
        label=_("Refer at once"),
        needs=[consent_or_ground],
        never_held=True,
        starts=[Clock("answer", _("Answer to a referral"), answer_due, ProviderStaff, ladder="urgent")],
    )
    accept = Move(
        sent,
        accepted,
        by=ANSWERING,
        label=_("Accept"),
        page="cases:referral-answer",
        meets=["answer"],
        starts=[Clock("feedback", _("Feedback of the service"), "referral.feedback.due", ProviderStaff)],
        tells=[Tell(ACCEPTED, sender)],
        tone="primary",
    )
    decline = Move(
        sent,
        declined,
        by=ANSWERING,
        label=_("Decline"),
        page="cases:referral-answer",
        reasons="referral.decline_reason",
        meets=["answer"],
        tells=[Tell(DECLINED, sender, urgent=True)],
    )
    expire = Move(
        sent,
        expired,
        by=[SYSTEM_PARTY],
        label=_("Expire"),
        tells=[Tell(EXPIRED, sender, urgent=True)],
    )
    start = Move(
        accepted,
        started,
        by=ANSWERING,
        label=_("The service has begun"),
        page="cases:referral-start",
        needs=[has_begun],
        tells=[Tell(STARTED, sender)],
    )
    complete = Move(
        [accepted, started],
        completed,
        by=ANSWERING,
        label=_("Complete"),
        needs=[says_what_came],
        page="cases:referral-feedback",
        meets=["feedback"],
        tells=[Tell(COMPLETED, sender)],
    )
    withdraw = Move(
        [sent, accepted, started],
        withdrawn,
        by=[SocialWorker, Supervisor],
        label=_("Withdraw"),
        page="cases:referral-withdraw",
        tone="danger",
    )
