"""Handing a case over: offered, then accepted, declined, taken back or expired (domain §3.4).

The sender owns the case and every deadline of it until the receiver accepts.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.transfers.models import Transfer
from himaya.cases.transfers.rules import receiver_answers, worker_is_named
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

OFFERED = kind("transfer.offered", _("A case is offered to you for transfer"))
ACCEPTED = kind("transfer.accepted", _("A transfer was accepted"))
DECLINED = kind("transfer.declined", _("A transfer was declined"))
EXPIRED = kind("transfer.expired", _("A transfer expired: the case stays with you"))


def sender(transfer: Any) -> Any:
    """Who offered the case."""
    return transfer.offered_by


def receiver(transfer: Any) -> Any:
    """The worker to whom it is offered; None where a unit must decide who."""
    return transfer.to_worker


class TransferWork(Process):
    """From the offer of a case to its answer."""

    code = "transfer"
    title = _("Transfer")
    of = Transfer

    offered = State(_("Offered"))
    accepted = End(_("Accepted"))
    declined = End(_("Declined"), aside=True)
    withdrawn = End(_("Taken back"), aside=True)
    expired = End(_("Expired"), aside=True)

    offer = Start(
        offered,
        by=[SocialWorker, Supervisor, UnitManager],
        label=_("Transfer offered"),
        starts=[
            Clock("transfer_answer", _("Answer to the transfer"), "transfer.accept.due", Supervisor, receiver)
        ],
        tells=[Tell(OFFERED, receiver, urgent=True)],
    )
    accept = Move(
        offered,
        accepted,
        by=[SocialWorker, Supervisor, UnitManager],
        label=_("Transfer accepted"),
        needs=[receiver_answers, worker_is_named],
        meets=["transfer_answer"],
        tells=[Tell(ACCEPTED, sender)],
    )
    decline = Move(
        offered,
        declined,
        by=[SocialWorker, Supervisor, UnitManager],
        label=_("Transfer declined"),
        needs=[receiver_answers],
        reasons="transfer.decline_reason",
        meets=["transfer_answer"],
        tells=[Tell(DECLINED, sender, urgent=True)],
    )
    withdraw = Move(
        offered,
        withdrawn,
        by=[SocialWorker, Supervisor, UnitManager],
        label=_("Transfer taken back"),
    )
    expire = Move(
        offered,
        expired,
        by=[SYSTEM_PARTY],
        label=_("Transfer expired"),
        tells=[Tell(EXPIRED, sender, urgent=True)],
    )
