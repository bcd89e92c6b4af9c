"""A contact that became a report, until its desk has answered the counsellor (domain §3.2)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Counsellor, DutyOfficer, HotlineSupervisor, Role, Supervisor, UnitManager
from himaya.hotline.escalation.models import Escalation
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Party, Process, Start, State, Tell

ANSWERED = kind("escalation.answered", _("What you passed on was answered"))
DESK: list[type[Role] | Party] = [DutyOfficer, Supervisor, UnitManager, SYSTEM_PARTY]


def counsellor_of(escalation: Any) -> Any:
    """Who passed it on."""
    return escalation.counsellor


class PassingOn(Process):
    """From the handing over to the answer."""

    code = "escalation"
    title = _("Passing on")
    of = Escalation

    sent = State(_("Handed to the desk"))
    read = State(_("Being judged"))
    taken_up = End(_("A case was opened"))
    joined = End(_("Joined to an earlier report"), aside=True)
    not_taken_up = End(_("No case was opened"), aside=True)

    send = Start(
        sent,
        by=[Counsellor, HotlineSupervisor],
        label=_("Pass on"),
        starts=[
            Clock(
                "acceptance",
                _("Acknowledgement of what the hotline passed on"),
                "hotline.referral_acknowledge",
                DutyOfficer,
            ),
            Clock("answer", _("Answer to the hotline"), "hotline.feedback", DutyOfficer),
        ],
    )
    judge = Move(
        sent,
        read,
        by=DESK,
        label=_("Being judged"),
        meets=["acceptance"],
        tells=[Tell(ANSWERED, counsellor_of)],
    )
    take_up = Move(
        [sent, read],
        taken_up,
        by=DESK,
        label=_("A case was opened"),
        meets=["acceptance", "answer"],
        tells=[Tell(ANSWERED, counsellor_of)],
    )
    join = Move(
        [sent, read],
        joined,
        by=DESK,
        label=_("Joined to an earlier report"),
        meets=["acceptance", "answer"],
        tells=[Tell(ANSWERED, counsellor_of)],
    )
    decline = Move(
        [sent, read],
        not_taken_up,
        by=DESK,
        label=_("No case was opened"),
        meets=["acceptance", "answer"],
        tells=[Tell(ANSWERED, counsellor_of)],
    )
