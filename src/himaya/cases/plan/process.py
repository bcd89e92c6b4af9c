"""The plan, from the first goal until another takes its place (domain §3.4: plan within two weeks)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.plan.models import Plan
from himaya.cases.plan.rules import (
    CODE,
    case_is_assessed,
    family_agreed,
    has_goals_and_actions,
    worker_has_signed,
)
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

WAITING = kind("plan.waiting", _("A plan waits for your approval"))
APPROVED = kind("plan.approved", _("Your plan was approved"))
RETURNED = kind("plan.returned", _("A plan was returned to you with comments"))


def author(plan: Any) -> Any:
    """Who submitted it; before that, who began it."""
    return plan.submitted_by or plan.started_by


class PlanWork(Process):
    """From the first goal to the plan in force."""

    code = CODE
    title = _("Plan")
    of = Plan

    draft = State(_("Being written"))
    submitted = State(_("Waiting for approval"))
    approved = State(_("In force"))
    superseded = End(_("Replaced by a newer plan"), aside=True)
    ended = End(_("Ended"))
    dropped = End(_("Dropped"), aside=True)

    start = Start(draft, by=[SocialWorker, Supervisor], label=_("Begin"))
    submit = Move(
        draft,
        submitted,
        by=[SocialWorker, Supervisor],
        label=_("Submit for approval"),
        page="cases:plan-submit",
        needs=[has_goals_and_actions, worker_has_signed],
        starts=[Clock("approval", _("Approval"), "plan.approval.due", Supervisor)],
        tells=[Tell(WAITING, Supervisor)],
        tone="primary",
    )
    approve = Move(
        submitted,
        approved,
        by=[Supervisor, UnitManager],
        label=_("Read and decide"),
        page="cases:plan-decide",
        needs=[case_is_assessed, family_agreed],
        meets=["approval"],
        tells=[Tell(APPROVED, author)],
        tone="primary",
    )
    give_back = Move(
        submitted,
        draft,
        by=[Supervisor, UnitManager],
        label=_("Return with comments"),
        meets=["approval"],
        tells=[Tell(RETURNED, author)],
    )
    supersede = Move(
        approved,
        superseded,
        by=[Supervisor, UnitManager, SYSTEM_PARTY],
        label=_("Replaced by a newer plan"),
    )
    end = Move(approved, ended, by=[Supervisor, UnitManager, SYSTEM_PARTY], label=_("Ended"))
    drop = Move(
        draft,
        dropped,
        by=[SocialWorker, Supervisor, UnitManager],
        label=_("Drop the draft"),
        page="cases:plan-drop",
    )
    stop = Move(
        [draft, submitted],
        dropped,
        by=[Supervisor, UnitManager, SYSTEM_PARTY],
        label=_("Dropped with the case"),
    )
