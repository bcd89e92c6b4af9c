"""The worker is reminded of each action of the plan in force on its due day."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker
from himaya.cases.plan.models import Plan, PlanAction
from himaya.cases.plan.rules import CODE, actions_of
from himaya.kit import clock
from himaya.workflow.actions import close_tasks, open_task
from himaya.workflow.tasks.actions import kind

DUE = kind("plan.action_due", _("See to an action of the plan"))
OPEN = ("planned", "running")


def follow_actions(plan: Plan) -> None:
    """Opens a task for each action that is not finished."""
    for row in actions_of(plan):
        if row.state in OPEN:
            follow_action(row, plan)


def follow_action(row: PlanAction, plan: Plan) -> None:
    """Opens the task of an action that is not, or no longer, finished."""
    open_task(
        kind=DUE,
        key=_key(row),
        dossier=plan.dossier,
        unit=plan.dossier.unit,
        assignee=plan.case.worker,
        role=SocialWorker,
        due_at=clock.at(row.due_on + timedelta(days=1)),
        process=CODE,
        subject_id=plan.pk,
    )


def close_action_task(row: PlanAction, *, by: Any, outcome: str) -> None:
    """The action is finished, or belongs to a plan that is no longer in force."""
    close_tasks(key=_key(row), by=by, outcome=outcome)


def _key(row: PlanAction) -> str:
    return f"{DUE}:{row.pk}"
