"""A call-back promised to a caller, from the promise until they were reached or a supervisor let it go."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.callbacks.models import CallBack
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import PUBLIC_PARTY, SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

HANDED = kind("call_back.handed", _("A caller could not be called back: your decision is needed"))
HOTLINE = [Counsellor, HotlineSupervisor]


def safe_since(call: Any) -> Any:
    """The time runs from the first moment at which the caller called it safe."""
    return call.safe_from


OWED = Clock(
    "agreed_call",
    _("Promised call-back"),
    "hotline.callback.within",
    HotlineSupervisor,
    None,
    safe_since,
    ladder="urgent",
)


class AgreedCall(Process):
    """From the promise to the call."""

    code = "agreed_call"
    title = _("Promised call-back")
    of = CallBack

    promised = State(_("Promised"))
    handed = State(_("With the supervisor"), aside=True)
    reached = End(_("Reached"))
    let_go = End(_("Let go"), aside=True)

    promise = Start(
        promised,
        by=[*HOTLINE, SYSTEM_PARTY, PUBLIC_PARTY],
        label=_("Promise a call-back"),
        starts=[OWED],
    )
    reach = Move(
        [promised, handed],
        reached,
        by=HOTLINE,
        label=_("Reached"),
        meets=["agreed_call"],
        reasons="hotline.call_result",
    )
    hand = Move(
        promised,
        handed,
        by=[*HOTLINE, SYSTEM_PARTY],
        label=_("Put before the supervisor"),
        tells=[Tell(HANDED, HotlineSupervisor, urgent=True)],
    )
    retry = Move(handed, promised, by=[HotlineSupervisor], label=_("Try again"), starts=[OWED])
    give_up = Move(
        handed,
        let_go,
        by=[HotlineSupervisor],
        label=_("Let go"),
        meets=["agreed_call"],
        reasons="hotline.call_result",
    )
