"""Writing, submitting and approving assessments."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.gate import action, require_version
from himaya.access.roles import CASE_APPROVE, CASE_WORK, SocialWorker
from himaya.cases.assessment.models import Assessment, AssessmentReading, SafetyPlan
from himaya.cases.assessment.process import AssessmentWork
from himaya.cases.assessment.queries import born_of
from himaya.cases.assessment.rules import (
    advice,
    another_reads,
    everyone_is_assessed,
    facts_for,
    is_about,
    level_still_stands,
    may_start,
    reason_is_given,
)
from himaya.cases.casefile.actions import hold, require
from himaya.cases.casefile.models import Case, CaseMember
from himaya.cases.casefile.process import CaseWork
from himaya.cases.risk.actions import change_risk
from himaya.instruments.actions import follow_response, save_draft, start_response, submit_response
from himaya.instruments.models import Response
from himaya.instruments.queries import LEVELS, is_lower, version_on
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.calendar.rules import add
from himaya.reference.queries import norm
from himaya.workflow.actions import close_tasks, open_task
from himaya.workflow.tasks.actions import kind

SAFETY_PLAN = kind("assessment.safety_plan", gettext_lazy("Write the safety plan: the risk is critical"))
PARTS = ("safety", "needs")


@action(CASE_WORK, on="case")
def start_assessment(*, case: Case, by: Any, child: CaseMember | None = None) -> Assessment:
    """Begins an assessment of a child of the case, with the questionnaires in force today."""
    case = hold(case)
    require(may_start(case))
    if child is not None:
        require(is_about(case, child), "child")
    _require_none_under_way(case, child)
    today = clock.today()
    given = facts_for(born_of(case, child), today)
    about = child.person_id if child else None
    asks = CaseWork.of_record(case).asks
    responses = [
        start_response(
            form=version_on(asks[part], today), dossier=case.dossier, by=by, about_id=about, given=given
        )
        for part in PARTS
    ]
    assessment = Assessment(
        dossier=case.dossier,
        case=case,
        child=child,
        safety=responses[0],
        needs=responses[1],
        started_by=by,
        started_at=clock.now(),
    )
    AssessmentWork.begin(assessment, AssessmentWork.start, by=by, facts={"case": case.pk})
    return assessment


@action(CASE_WORK, on="assessment")
def save_answers(
    *, assessment: Assessment, part: str, typed: Mapping[str, Any], by: Any, expected: int | None = None
) -> Response:
    """Keeps what was typed into a part, finished or not."""
    held = _held(assessment)
    return save_draft(response=_part(held, part), typed=typed, by=by, expected=expected)


@action(CASE_WORK, on="assessment")
def finish_answers(
    *, assessment: Assessment, part: str, answers: Mapping[str, Any], by: Any, expected: int | None = None
) -> Response:
    """Checks, scores and seals a part."""
    held = _held(assessment)
    return submit_response(response=_part(held, part), answers=answers, by=by, expected=expected)


@action(CASE_WORK, on="assessment")
def correct_answers(*, assessment: Assessment, part: str, by: Any) -> Response:
    """Opens a sealed part again: a new set of answers that begins with the old one, which is kept."""
    held = _held(assessment)
    response = _part(held, part)
    if not response.is_submitted:
        return response
    return _follow(held, part, by)


def _follow(held: Assessment, part: str, by: Any) -> Response:
    given = facts_for(born_of(held.case, held.child), clock.today())
    about = held.child.person_id if held.child else None
    following = follow_response(response=_part(held, part), by=by, about_id=about, given=given)
    setattr(held, part, following)
    held.save(update_fields=[part])
    return following


@action(CASE_WORK, on="assessment")
def name_child(*, assessment: Assessment, child: CaseMember, by: Any) -> Assessment:
    """Says whom the assessment is about, where it began before the child was registered."""
    held = _held(assessment)
    if held.child_id:
        raise Refused(_("It is said already whom this assessment is about."), field="child")
    require(is_about(held.case, child), "child")
    _require_none_under_way(held.case, child)
    held.child = child
    held.save(update_fields=["child"])
    _follow(held, "needs", by)  # what is asked depends on the child's age
    return held


def _require_none_under_way(case: Case, child: CaseMember | None) -> None:
    if case.assessments.filter(child=child, status__in=["draft", "submitted"]).exists():
        raise Refused(_("An assessment of this person is already under way."), field="child")


@action(CASE_WORK, on="assessment")
def decide_risk(
    *, assessment: Assessment, level: str, why: str, by: Any, expected: int | None = None
) -> Assessment:
    """A person decides the level. A higher one is in force at once; a lower one when a supervisor approves."""
    case = hold(assessment.case)
    held = _held(assessment, expected=expected)
    if level not in LEVELS:
        raise Refused(_("Choose a level of risk."), field="level")
    advised = advice(held)
    require(reason_is_given(level, why, advised.level, case.risk), "why")
    held.risk, held.risk_why, held.risk_before, held.risk_decided_by = level, why, case.risk, by
    held.risk_suggested, held.risk_reasons = advised.level, [code for code, _words in advised.reasons]
    if is_lower(case.risk, than=level):
        change_risk(case=case, level=level, why=why, by=by)
        held.risk_before = level
    held.save()
    if level == "critical":
        _ask_for_safety_plan(case, held)
    return held


def _ask_for_safety_plan(case: Case, assessment: Assessment) -> None:
    plan = SafetyPlan.objects.filter(case=case).first()
    if plan is not None and plan.is_usable:
        return
    due = add(clock.now(), norm("safety_plan.due", on=clock.today(), territory=case.territory))
    open_task(
        kind=SAFETY_PLAN,
        key=f"{SAFETY_PLAN}:{case.pk}",
        dossier=case.dossier,
        unit=case.dossier.unit,
        assignee=case.worker,
        role=SocialWorker,
        due_at=due,
        process=AssessmentWork.code,
        subject_id=assessment.pk,
    )


@action(CASE_WORK, on="case")
def write_safety_plan(*, case: Case, by: Any, expected: int | None = None, **parts: str) -> SafetyPlan:
    """Writes or renews the case's safety plan, in any state of the case: it is a measure, not a paper."""
    case = hold(case)
    plan = SafetyPlan.objects.select_for_update().filter(case=case).first()
    if plan is None:
        plan = SafetyPlan(case=case, dossier=case.dossier)
    else:
        require_version(plan, expected)
    for part in SafetyPlan.PARTS:
        setattr(plan, part, parts.get(part, ""))
    plan.written_by, plan.written_at = by, clock.now()
    plan.save()
    if plan.is_usable:
        close_tasks(key=f"{SAFETY_PLAN}:{case.pk}", by=by, outcome="done")
    return plan


@action(CASE_WORK, on="assessment")
def submit_assessment(*, assessment: Assessment, by: Any, expected: int | None = None) -> Assessment:
    """Hands the assessment to the supervisor."""
    held = _held(assessment, expected=expected)
    held.submitted_by, held.submitted_at = by, clock.now()
    held.save(update_fields=["submitted_by", "submitted_at"])
    facts = {"safety": held.safety.digest, "needs": held.needs.digest, "risk": held.risk}
    AssessmentWork.move(held, AssessmentWork.submit, by=by, facts=facts)
    return held


@action(CASE_APPROVE, on="assessment")
def approve_assessment(
    *, assessment: Assessment, by: Any, comment: str = "", override: str = "", expected: int | None = None
) -> Assessment:
    """A supervisor agrees: the decided level is in force, and once every child of the case is assessed the case
    goes on to its plan."""
    case = hold(assessment.case)
    held = _held(assessment, expected=expected, state=AssessmentWork.submitted.name)
    held.case = case
    require(another_reads(held, by))
    require(level_still_stands(held))
    AssessmentWork.move(held, AssessmentWork.approve, by=by, facts={"risk": held.risk}, override=override)
    held.approved_by, held.approved_at = by, clock.now()
    held.save(update_fields=["approved_by", "approved_at"])
    _note_reading(held, AssessmentReading.APPROVED, comment, by)
    if held.risk != case.risk:
        change_risk(case=case, level=held.risk, why=held.risk_why, by=by)
        case = hold(case)
    if case.status == CaseWork.registered.name and everyone_is_assessed(case):
        CaseWork.move(case, CaseWork.assess, by=by, facts={"assessment": held.pk})
    return held


@action(CASE_APPROVE, on="assessment")
def return_assessment(
    *, assessment: Assessment, comment: str, by: Any, expected: int | None = None
) -> Assessment:
    """Sends the assessment back to its author with comments."""
    if not comment.strip():
        raise Refused(_("Write what should be changed."), field="comment")
    held = _held(assessment, expected=expected, state=AssessmentWork.submitted.name)
    AssessmentWork.move(held, AssessmentWork.give_back, by=by, facts={})
    _note_reading(held, AssessmentReading.RETURNED, comment, by)
    return held


@action(CASE_WORK, on="assessment")
def stop_assessment(*, assessment: Assessment, by: Any, expected: int | None = None) -> Assessment:
    """Ends an assessment that leads nowhere (begun twice, the child moved); its answers are kept."""
    held = _held(assessment, expected=expected)
    AssessmentWork.move(held, AssessmentWork.stop, by=by, facts={})
    return held


def _note_reading(assessment: Assessment, outcome: str, comment: str, by: Any) -> None:
    AssessmentReading.objects.create(
        dossier=assessment.dossier,
        assessment=assessment,
        at=clock.now(),
        by=by,
        outcome=outcome,
        comment=comment,
    )


def _held(
    assessment: Assessment, *, expected: int | None = None, state: str = AssessmentWork.draft.name
) -> Assessment:
    """The assessment as it is now, kept still until the transaction ends, and still in the state the page showed.

    In another state the move itself says who moved it, so only writing into it is refused here."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related(
        "dossier__unit", "case__territory", "safety__form", "needs__form"
    )
    held: Assessment = rows.get(pk=assessment.pk)
    if held.status == state:
        require_version(held, expected)
    elif state == AssessmentWork.draft.name:
        raise Refused(_("This assessment was submitted and is not written in any more."))
    return held


def _part(assessment: Assessment, part: str) -> Response:
    response: Response = getattr(assessment, part)
    return response
