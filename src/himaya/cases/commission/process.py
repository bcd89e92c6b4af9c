"""A commission from the day it is established until it is dissolved; it meets at least as often as the norm says
(domain §2.1: commissions for protection of children's rights, guardianship bodies before)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import CommissionSecretary, UnitManager
from himaya.cases.commission.models import Commission
from himaya.kit import clock
from himaya.workflow.process import Clock, End, Move, Process, Start, State


def secretary(commission: Any) -> Any:
    """Who keeps its papers."""
    return commission.secretary


def last_met(commission: Any) -> datetime:
    """The next session is due from the last one."""
    return clock.at(commission.last_met_on or commission.established_on)


SESSION = Clock(
    "session",
    _("Session of the commission"),
    "commission.meets.every",
    CommissionSecretary,
    secretary,
    last_met,
)


class CommissionWork(Process):
    """Sitting, meeting again and again, until it is dissolved."""

    code = "commission"
    title = _("Commission")
    of = Commission

    sitting = State(_("Sitting"))
    dissolved = End(_("Dissolved"), aside=True)

    establish = Start(sitting, by=[CommissionSecretary, UnitManager], label=_("Establish"), starts=[SESSION])
    meet = Move(
        sitting,
        sitting,
        by=[CommissionSecretary, UnitManager],
        label=_("Session held"),
        meets=["session"],
        starts=[SESSION],
    )
    dissolve = Move(
        sitting,
        dissolved,
        by=[CommissionSecretary, UnitManager],
        label=_("Dissolve"),
        page="cases:commission-dissolve",
        reasons="commission.dissolve_reason",
        tone="danger",
    )
