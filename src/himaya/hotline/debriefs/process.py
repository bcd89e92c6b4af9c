"""A debrief, from the moment it is owed until it was held or declined."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.debriefs.models import Debrief
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

DUE = kind("debrief.due", _("Somebody of the line has heard much: a debrief is due"))
YOURS = kind("debrief.yours", _("A debrief is owed to you"))


def counsellor(debrief: Any) -> Any:
    """To whom it is owed."""
    return debrief.counsellor


def owed_since(debrief: Any) -> Any:
    """The time runs from what was heard, or from the day agreed on."""
    return debrief.since


class Debriefing(Process):
    """Owed, then over. Whether it was taken or declined is no state: only the two know."""

    code = "debrief"
    title = _("Debrief")
    of = Debrief

    due = State(_("Due"))
    over = End(_("Over"))

    owe = Start(
        due,
        by=[Counsellor, HotlineSupervisor, SYSTEM_PARTY],
        label=_("Owed"),
        starts=[
            Clock(
                "debrief",
                _("Debrief"),
                "hotline.debrief.due",
                HotlineSupervisor,
                since=owed_since,
                ladder="urgent",
            )
        ],
        tells=[Tell(DUE, HotlineSupervisor), Tell(YOURS, counsellor)],
    )
    hold = Move(
        due,
        over,
        by=[HotlineSupervisor],
        label=_("Write down the debrief"),
        page="hotline:debrief-record",
        meets=["debrief"],
        tone="primary",
    )
