"""A change of a case's level of risk: raised freely, lowered from critical or high by a supervisor (§3.1)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.risk.models import RiskChange
from himaya.cases.risk.rules import another_approves, level_still_stands
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Clock, End, Move, Process, Start, State, Tell

RAISED = kind("risk.raised", _("The level of risk of a case was raised"))
ASKED = kind("risk.lowering_asked", _("A lower level of risk waits for your decision"))
DECIDED = kind("risk.decided", _("Your request for a lower level of risk was decided"))


EVERYBODY = [SocialWorker, DutyOfficer, Supervisor, UnitManager]


def asker(change: Any) -> Any:
    """Who asked for the change."""
    return change.asked_by


class RiskWork(Process):
    """From the wish to change the level to the level in force."""

    code = "risk"
    title = _("Change of risk level")
    of = RiskChange

    proposed = State(_("Waiting for a supervisor"))
    in_force = End(_("In force"))
    refused = End(_("Refused"), aside=True)

    raised = Start(
        in_force,
        by=EVERYBODY,
        label=_("Level of risk raised"),
        tells=[Tell(RAISED, Supervisor, urgent=True)],
    )
    lowered = Start(in_force, by=EVERYBODY, label=_("Level of risk lowered"))
    propose = Start(
        proposed,
        by=EVERYBODY,
        label=_("Lower level of risk asked for"),
        starts=[Clock("lowering", _("Decision on the level of risk"), "risk.lowering_due", Supervisor)],
        tells=[Tell(ASKED, Supervisor)],
    )
    approve = Move(
        proposed,
        in_force,
        by=[Supervisor, UnitManager],
        label=_("Lower level of risk approved"),
        needs=[another_approves, level_still_stands],
        meets=["lowering"],
        tells=[Tell(DECIDED, asker)],
    )
    refuse = Move(
        proposed,
        refused,
        by=[Supervisor, UnitManager],
        label=_("Lower level of risk refused"),
        meets=["lowering"],
        tells=[Tell(DECIDED, asker)],
    )
