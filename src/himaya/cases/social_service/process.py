"""The right to social services (Law 275-IVQ of 30.12.2011 with its changes of 2025; domain §2.2).

Application; a social worker within 5 working days; the need assessed and reported within 10; the decision within 5 after
the report; the individual plan within 5; then services, reviews and the end as in every case.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import DutyOfficer, SocialWorker, Supervisor, UnitManager
from himaya.cases.casefile.models import CaseMember
from himaya.cases.casefile.process import (
    CLOSED,
    CONTACT,
    DECIDERS,
    CaseWork,
    left,
    reported_at,
    sent_back,
    worker,
)
from himaya.cases.social_service.rules import another_decides_right, ground_is_found
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, Move, State, Tell

GRANTED = kind("entitlement.granted", _("A right to social services was granted: the plan follows"))

ASSIGNMENT = Clock("assignment", _("Assignment"), "service.assignment_due", Supervisor)
VISITED = replace(CONTACT, label=_("The social worker comes"), norm="service.worker_due", ladder="standard")
ACCEPTANCE = Clock("acceptance", _("Acceptance"), "service.accept_due", SocialWorker, worker)
ASSESSMENT = Clock("assessment", _("Assessment and report"), "service.assessment_due", SocialWorker, worker)
REGISTRATION = Clock(
    "registration", _("Registration"), "service.worker_due", SocialWorker, worker, reported_at
)
DECISION = Clock("decision", _("Decision on the right"), "service.decision_due", UnitManager)
PLAN = Clock("plan", _("Individual plan"), "service.plan_due", SocialWorker, worker)
VISIT = Clock("visit", _("Next visit"), "service.visit_interval", SocialWorker, worker)
REVIEW = Clock("review", _("Review"), "service.review_interval", SocialWorker, worker)

LETTERS = {
    "child": "plan_copy.child",
    "parent": "plan_copy.person",
    "guardian": "plan_copy.person",
    "commission": "plan_copy.person",
    "school": "plan_copy.person_partner",
    "provider": "plan_copy.person_partner",
}


class SocialService(CaseWork, variant="social_service"):
    """From the application until services are no longer needed, for a person of any age or a family."""

    title = _("Social service")
    subject = CaseMember.PERSON
    roles_without = (CaseMember.CHILD, CaseMember.SIBLING)
    unnamed = _("The person is not yet registered")
    find = _("Find or register the person")
    letters = LETTERS
    asks = {
        "safety": "safety_adult",
        "needs": "needs_adult",
        "review": "review_adult",
        "closure": "closure_adult",
    }

    assessed = State(_("Decision on the right"))
    entitled = State(_("Plan"), after="assessed")

    open = replace(
        CaseWork.open,
        by=[DutyOfficer, SocialWorker, Supervisor, SYSTEM_PARTY],
        label=_("Application taken"),
        starts=[ASSIGNMENT, VISITED],
    )
    assign = replace(CaseWork.assign, starts=[ACCEPTANCE])
    reassign = replace(CaseWork.reassign, starts=[ACCEPTANCE])
    accept = replace(CaseWork.accept, starts=[REGISTRATION, ASSESSMENT])
    decline = replace(CaseWork.decline, starts=[ASSIGNMENT])
    take_back = replace(CaseWork.take_back, starts=[ASSIGNMENT])
    register = replace(CaseWork.register, starts=[VISIT])
    assess = replace(CaseWork.assess, target=assessed, starts=[DECISION])
    grant = Move(
        assessed,
        entitled,
        by=DECIDERS,
        label=_("Decide on the right to services"),
        page="cases:application-decide",
        needs=[another_decides_right, ground_is_found],
        meets=["decision"],
        starts=[PLAN],
        tells=[Tell(GRANTED, worker)],
        tone="primary",
    )
    refuse = Move(
        assessed,
        CaseWork.closed,
        by=DECIDERS,
        label=_("Refused"),
        needs=[another_decides_right],
        reasons="entitlement.refusal",
        meets=["decision"],
        tells=[Tell(CLOSED, worker)],
    )
    begin_support = replace(CaseWork.begin_support, source=entitled, starts=[REVIEW])
    propose_closure = replace(
        CaseWork.propose_closure, source=[*CaseWork.propose_closure.sources, assessed, entitled]
    )
    return_to_planning = sent_back(CaseWork.closing, entitled)
    left_in_planning = left(entitled)
    reopen = replace(CaseWork.reopen, starts=[ASSIGNMENT, VISITED])
