"""The child-protection case, from the decision to act until the child is safe (domain §3.4).

Every deadline is a norm; the levels of risk decide which. Emergencies are never held back by a missing field.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.rules import child_is_registered, closing_is_sound, feedback_is_given
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

UNASSIGNED = kind("case.unassigned", _("A case waits for a worker"))
OFFERED = kind("case.offered", _("A case was assigned to you: please accept or decline"))
DECLINED = kind("case.declined", _("A worker declined a case"))
CLOSING = kind("case.closing", _("A closure waits for approval"))
RETURNED = kind("case.returned", _("A closure was returned to you"))
CLOSED = kind("case.closed", _("A case was closed"))
REOPENED = kind("case.reopened", _("A case was reopened"))


def at_risk(key: str) -> Any:
    """A norm whose length depends on the level of risk."""
    return lambda case: f"{key}.{case.risk}"


def ladder(case: Any) -> str:
    """Critical and high risk climb faster."""
    return "urgent" if case.risk in {"critical", "high"} else "standard"


def reported_at(case: Any) -> Any:
    """Response times run from the report."""
    return case.reported_at


def worker(case: Any) -> Any:
    """The worker who holds the case, or was offered it."""
    return case.worker


ASSIGNMENT = Clock("assignment", _("Assignment"), at_risk("assignment.due"), Supervisor, ladder=ladder)
ACCEPTANCE = Clock(
    "acceptance", _("Acceptance"), at_risk("assignment.accept"), SocialWorker, worker, ladder=ladder
)
CONTACT = Clock(
    "contact",
    _("First contact"),
    at_risk("response.contact"),
    SocialWorker,
    worker,
    reported_at,
    ladder=ladder,
)
ASSESSMENT = Clock(
    "assessment", _("Assessment"), at_risk("assessment.due"), SocialWorker, worker, reported_at, ladder=ladder
)
VISIT = Clock("visit", _("Next visit"), at_risk("visit.interval"), SocialWorker, worker, ladder=ladder)
PLAN = Clock("plan", _("Plan"), "plan.due", SocialWorker, worker)
REVIEW = Clock("review", _("Review"), at_risk("review.interval"), SocialWorker, worker)
CLOSURE = Clock("closure", _("Decision on closure"), "closure.decision_due", Supervisor)


class CaseWork(Process):
    """From the decision to act until the child is safe."""

    code = "case"
    title = _("Case")
    of = Case

    screened_in = State(_("Waiting for a worker"))
    assigned = State(_("Assigned"))
    accepted = State(_("First contact"))
    registered = State(_("Assessment"))
    assessed = State(_("Plan"))
    implementing = State(_("Support under way"))
    closing = State(_("Closure proposed"))
    closed = End(_("Closed"))
    merged = End(_("Joined to another case"), aside=True)

    open = Start(
        screened_in,
        by=[DutyOfficer, Supervisor, SYSTEM_PARTY],
        label=_("Open"),
        starts=[ASSIGNMENT, CONTACT],
        tells=[Tell(UNASSIGNED, Supervisor, urgent=True)],
    )
    assign = Move(
        [screened_in, assigned],
        assigned,
        by=[DutyOfficer, Supervisor, UnitManager],
        label=_("Assign"),
        page="cases:case-assign",
        meets=["assignment"],
        cancels=["acceptance"],
        starts=[ACCEPTANCE],
        tells=[Tell(OFFERED, worker, urgent=True)],
        tone="primary",
    )
    accept = Move(
        assigned,
        accepted,
        by=[SocialWorker],
        label=_("Accept"),
        page="cases:case-accept",
        meets=["acceptance"],
        tone="primary",
    )
    decline = Move(
        assigned,
        screened_in,
        by=[SocialWorker],
        label=_("Decline"),
        page="cases:case-decline",
        reasons="assignment.decline_reason",
        cancels=["acceptance"],
        starts=[ASSIGNMENT],
        tells=[Tell(DECLINED, Supervisor, urgent=True)],
    )
    register = Move(
        accepted,
        registered,
        by=[SocialWorker, Supervisor],
        label=_("Complete registration"),
        page="cases:case-register",
        needs=[child_is_registered],
        starts=[ASSESSMENT, PLAN, VISIT],
        tone="primary",
    )
    assess = Move(
        registered,
        assessed,
        by=[Supervisor, UnitManager],
        label=_("Approve the assessment"),
        meets=["assessment"],
    )
    begin_support = Move(
        assessed,
        implementing,
        by=[Supervisor, UnitManager],
        label=_("Approve the plan"),
        meets=["plan"],
        starts=[REVIEW],
    )
    propose_closure = Move(
        [accepted, registered, assessed, implementing],
        closing,
        by=[SocialWorker, Supervisor],
        label=_("Propose closure"),
        page="cases:case-propose-closure",
        reasons="case.closure_reason",
        starts=[CLOSURE],
        tells=[Tell(CLOSING, Supervisor)],
    )
    close = Move(
        closing,
        closed,
        by=[Supervisor, UnitManager],
        label=_("Approve closure"),
        page="cases:case-decide-closure",
        needs=[closing_is_sound, feedback_is_given],
        overridden_by=[Supervisor, UnitManager],
        meets=["closure"],
        tells=[Tell(CLOSED, worker)],
        tone="primary",
    )
    return_closure = Move(
        closing,
        implementing,
        by=[Supervisor, UnitManager],
        label=_("Return to work"),
        page="cases:case-decide-closure",
        meets=["closure"],
        starts=[REVIEW, VISIT],
        tells=[Tell(RETURNED, worker)],
    )
    reopen = Move(
        closed,
        screened_in,
        by=[DutyOfficer, Supervisor, UnitManager],
        label=_("Reopen"),
        page="cases:case-reopen",
        reasons="case.reopen_reason",
        starts=[ASSIGNMENT],
        tells=[Tell(REOPENED, Supervisor, urgent=True)],
    )
