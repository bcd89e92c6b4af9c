"""A call-back, from the promise until it was made."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.followups.models import FollowUp
from himaya.workflow.process import Clock, End, Move, Process, Start, State


def caller_back(follow_up: Any) -> Any:
    """Who listened calls back; the supervisor gives it to another."""
    return follow_up.contact.counsellor


def promised_at(follow_up: Any) -> Any:
    """The time runs from the end of the contact."""
    return follow_up.since


def norm_of(follow_up: Any) -> str:
    """Each call-back has a norm of its own."""
    return str(follow_up.norm)


class CallingBack(Process):
    """From the promise to the call."""

    code = "call_back"
    title = _("Call-back")
    of = FollowUp

    due = State(_("Due"))
    made = End(_("Reached"))
    not_reached = End(_("Not reached"), aside=True)

    promise = Start(
        due,
        by=[Counsellor, HotlineSupervisor],
        label=_("Call-back promised"),
        starts=[
            Clock(
                "call_back", _("Call-back"), norm_of, Counsellor, caller_back, promised_at, ladder="urgent"
            ),
        ],
    )
    make = Move(
        due,
        made,
        by=[Counsellor, HotlineSupervisor],
        label=_("Reached"),
        meets=["call_back"],
        reasons="hotline.call_result",
    )
    give_up = Move(
        due,
        not_reached,
        by=[Counsellor, HotlineSupervisor],
        label=_("Not reached"),
        meets=["call_back"],
        reasons="hotline.call_result",
    )
