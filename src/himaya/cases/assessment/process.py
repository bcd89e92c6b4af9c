"""An assessment, from the first question until a supervisor has approved it (domain §3.1, §3.4).

Raising the risk takes effect at once, whatever state the assessment is in; nothing here holds back a measure.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.assessment.models import Assessment
from himaya.cases.assessment.rules import (
    best_interests_are_stated,
    child_is_named,
    child_was_heard,
    domains_are_answered,
    risk_is_decided,
    safety_is_answered,
    safety_plan_is_there,
)
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import Clock, End, Move, Process, Start, State, Tell

WAITING = kind("assessment.waiting", _("An assessment waits for your approval"))
APPROVED = kind("assessment.approved", _("Your assessment was approved"))
RETURNED = kind("assessment.returned", _("An assessment was returned to you with comments"))


def author(assessment: Any) -> Any:
    """Who submitted it; before that, who began it."""
    return assessment.submitted_by or assessment.started_by


class AssessmentWork(Process):
    """From the first question to the supervisor's approval."""

    code = "assessment"
    title = _("Assessment")
    of = Assessment

    draft = State(_("Being written"))
    submitted = State(_("Waiting for approval"))
    approved = End(_("Approved"))
    stopped = End(_("Stopped"), aside=True)

    start = Start(draft, by=[SocialWorker, Supervisor], label=_("Begin"))
    submit = Move(
        draft,
        submitted,
        by=[SocialWorker, Supervisor],
        label=_("Submit for approval"),
        page="cases:assessment-submit",
        needs=[
            safety_is_answered,
            child_is_named,
            domains_are_answered,
            best_interests_are_stated,
            risk_is_decided,
        ],
        starts=[Clock("approval", _("Approval"), "assessment.approval.due", Supervisor)],
        tells=[Tell(WAITING, Supervisor)],
        tone="primary",
    )
    approve = Move(
        submitted,
        approved,
        by=[Supervisor, UnitManager],
        label=_("Read and decide"),
        page="cases:assessment-decide",
        needs=[child_was_heard, safety_plan_is_there],
        overridden_by=[Supervisor, UnitManager],
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
    stop = Move(
        draft,
        stopped,
        by=[SocialWorker, Supervisor],
        label=_("Stop without a result"),
        page="cases:assessment-stop",
    )
