"""The spine of every case: from the decision to act until it is needed no longer (domain §3.4).

Each kind of case is a folder of its own with a `process.py` (`protection`, `separation`, `social_service`): it has
these states and moves, and says anew what is its own: its clocks, its further states, its questionnaires. Every
deadline is a norm; the levels of risk decide which. Emergencies are never held back by a missing field.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.rules import (
    another_decides,
    closing_is_sound,
    feedback_is_given,
    nothing_is_open,
    subject_is_registered,
    worker_has_room,
    worker_is_here,
    worker_was_asked,
)
from himaya.kit import clock
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell, Words

UNASSIGNED = kind("case.unassigned", _("A case waits for a worker"))
OFFERED = kind("case.offered", _("A case was assigned to you: please accept or decline"))
DECLINED = kind("case.declined", _("A worker declined a case"))
CLOSING = kind("case.closing", _("A closure waits for approval"))
RETURNED = kind("case.returned", _("A closure was returned to you"))
CLOSED = kind("case.closed", _("A case was closed"))
REOPENED = kind("case.reopened", _("A case was reopened"))
SPLIT = kind("case.split", _("Children of a case were given a case of their own"))


def at_risk(key: str) -> Any:
    """A norm whose length depends on the level of risk."""
    return lambda case: f"{key}.{case.risk}"


def ladder(case: Any) -> str:
    """Critical and high risk climb faster."""
    return "urgent" if case.risk in {"critical", "high"} else "standard"


def reported_at(case: Any) -> Any:
    """Response times run from the report."""
    return case.reported_at


def last_seen(case: Any) -> Any:
    """Visits follow one another from when the children were last seen, or from now."""
    return case.last_seen_at or clock.now()


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
REGISTRATION = Clock("registration", _("Registration"), "registration.due", SocialWorker, worker)
ASSESSMENT = Clock(
    "assessment", _("Assessment"), at_risk("assessment.due"), SocialWorker, worker, reported_at, ladder=ladder
)
VISIT = Clock(
    "visit", _("Next visit"), at_risk("visit.interval"), SocialWorker, worker, last_seen, ladder=ladder
)
PLAN = Clock("plan", _("Plan"), "plan.due", SocialWorker, worker)
REVIEW = Clock("review", _("Review"), at_risk("review.interval"), SocialWorker, worker)
CLOSURE = Clock("closure", _("Decision on closure"), "closure.decision_due", Supervisor)

ASSIGNERS = [DutyOfficer, Supervisor, UnitManager]
DECIDERS = [Supervisor, UnitManager]


def sent_back(source: State, target: State) -> Move:
    """A proposed closure is sent back to where the work stood."""
    return Move(
        source,
        target,
        by=DECIDERS,
        label=_("Return to work"),
        meets=["closure"],
        tells=[Tell(RETURNED, worker)],
    )


def left(state: State) -> Move:
    """The worker cannot go on: the case waits, where it stands, to be given to another."""
    return Move(state, state, by=[SYSTEM_PARTY], label=_("The worker cannot go on"), starts=[ASSIGNMENT])


def begun_apart(state: State, starts: Sequence[Clock]) -> Move:
    """Children of a case get a case of their own, of its kind, where a registered case begins."""
    return Start(
        state,
        by=[SocialWorker, Supervisor],
        label=_("Begun for children of another case"),
        starts=starts,
        tells=[Tell(SPLIT, worker), Tell(SPLIT, Supervisor)],
    )


class CaseWork(Process):
    """From the decision to act until it is needed no longer."""

    code = "case"
    title = _("Case")
    of = Case
    # As what the people belong to it whom it is about, and as what nobody belongs to it.
    subject: ClassVar[str] = CaseMember.CHILD
    roles_without: ClassVar[tuple[str, ...]] = (CaseMember.PERSON,)
    unnamed: ClassVar[Words] = _("The child is not yet registered")
    find: ClassVar[Words] = _("Find or register the child")
    # The least sensitivity of its dossier (0 normal, 1 sensitive, 2 sealed).
    sensitivity: ClassVar[int] = 0
    # The letter each recipient of a plan's copy gets (code list plan.recipient).
    letters: ClassVar[dict[str, str]] = {
        "child": "plan_copy.child",
        "parent": "plan_copy.family",
        "guardian": "plan_copy.family",
        "commission": "plan_copy.family",
        "school": "plan_copy.partner",
        "provider": "plan_copy.partner",
    }
    # The questionnaires of its steps, by what they are for.
    asks: ClassVar[dict[str, str]] = {
        "safety": "safety",
        "needs": "needs",
        "review": "review",
        "closure": "closure_feedback",
    }

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
        label=_("Case opened"),
        starts=[ASSIGNMENT, CONTACT],
        tells=[Tell(UNASSIGNED, Supervisor, urgent=True)],
    )
    assign = Move(
        screened_in,
        assigned,
        by=ASSIGNERS,
        label=_("Assign"),
        page="cases:case-assign",
        needs=[worker_is_here, worker_has_room],
        overridden_by=ASSIGNERS,
        meets=["assignment"],
        starts=[ACCEPTANCE],
        tells=[Tell(OFFERED, worker, urgent=True)],
        tone="primary",
    )
    reassign = Move(
        assigned,
        assigned,
        by=ASSIGNERS,
        label=_("Offer to someone else"),
        page="cases:case-assign",
        needs=[worker_is_here, worker_has_room],
        overridden_by=ASSIGNERS,
        cancels=["acceptance"],
        starts=[ACCEPTANCE],
        tells=[Tell(OFFERED, worker, urgent=True)],
    )
    accept = Move(
        assigned,
        accepted,
        by=[SocialWorker],
        label=_("Accept"),
        page="cases:case-answer",
        needs=[worker_was_asked],
        meets=["acceptance"],
        starts=[REGISTRATION],
        tone="primary",
    )
    decline = Move(
        assigned,
        screened_in,
        by=[SocialWorker],
        label=_("Decline"),
        needs=[worker_was_asked],
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
        needs=[subject_is_registered],
        meets=["registration"],
        starts=[ASSESSMENT, PLAN, VISIT],
        tone="primary",
    )
    assess = Move(
        registered,
        assessed,
        by=DECIDERS,
        label=_("Approve the assessment"),
        meets=["assessment"],
    )
    begin_support = Move(
        assessed,
        implementing,
        by=DECIDERS,
        label=_("Approve the plan"),
        meets=["plan"],
        starts=[REVIEW],
    )
    join = Move(
        [screened_in, assigned, accepted, registered],
        merged,
        by=ASSIGNERS,
        label=_("Joined to another case"),
        cancels=["assignment", "acceptance", "registration"],
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
        by=DECIDERS,
        label=_("Approve closure"),
        page="cases:case-decide-closure",
        needs=[another_decides, nothing_is_open, closing_is_sound, feedback_is_given],
        overridden_by=DECIDERS,
        meets=["closure"],
        tells=[Tell(CLOSED, worker)],
        tone="primary",
    )
    return_to_contact = sent_back(closing, accepted)
    return_to_assessment = sent_back(closing, registered)
    return_to_plan = sent_back(closing, assessed)
    return_to_support = sent_back(closing, implementing)
    take_back = Move(
        assigned,
        screened_in,
        by=[SYSTEM_PARTY],
        label=_("The worker cannot go on"),
        cancels=["acceptance"],
        starts=[ASSIGNMENT],
    )
    left_in_contact = left(accepted)
    left_in_assessment = left(registered)
    left_in_plan = left(assessed)
    left_in_support = left(implementing)
    left_in_closing = left(closing)
    reopen = Move(
        closed,
        screened_in,
        by=ASSIGNERS,
        label=_("Reopen"),
        page="cases:case-reopen",
        reasons="case.reopen_reason",
        starts=[ASSIGNMENT, CONTACT],
        tells=[Tell(REOPENED, Supervisor, urgent=True)],
    )

    @classmethod
    def left_in(cls, case: Case) -> Move:
        """The move that notes that the worker of a case at work cannot go on."""
        own = cls.of_record(case).moves.values()
        return next(m for m in own if m.name.startswith("left_in_") and m.starts_from(case.status))

    @classmethod
    def back_from_closing(cls, case: Case, came_from: str) -> Move:
        """The move by which a closure that is not agreed to goes back to where it was proposed from."""
        own = cls.of_record(case).moves.values()
        back = {m.target.name: m for m in own if m.name.startswith("return_to_") and m.target}
        return back.get(came_from, cls.own(case, cls.return_to_support))
