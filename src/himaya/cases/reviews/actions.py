"""Holding reviews."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.gate import action, require_version
from himaya.access.roles import CASE_WORK, SocialWorker, Supervisor
from himaya.cases.casefile.actions import hold, require
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.queries import faces_of, subjects_of
from himaya.cases.plan.models import Goal
from himaya.cases.plan.queries import in_force
from himaya.cases.plan.rules import goals_of
from himaya.cases.reviews.models import GoalProgress, Review
from himaya.cases.reviews.process import ReviewWork
from himaya.cases.reviews.rules import facts_for, may_review
from himaya.cases.risk.actions import change_risk
from himaya.instruments.actions import save_draft, start_response, submit_response
from himaya.instruments.models import Response
from himaya.instruments.queries import version_on
from himaya.kit import clock
from himaya.kit.errors import Refused
from himaya.reference.queries import codes
from himaya.workflow.actions import end_clock, open_task, start_clock
from himaya.workflow.tasks.actions import kind

CONFERENCE = kind("review.conference", gettext_lazy("A review asks for a case conference"))


@action(CASE_WORK, on="case")
def start_review(*, case: Case, by: Any) -> Review:
    """Begins a review of the plan in force."""
    case = hold(case)
    plan = in_force(case)
    require(may_review(case, plan))
    if plan is None or case.reviews.filter(status=ReviewWork.draft.name).exists():
        raise Refused(_("A review of this case is already under way."))
    today = clock.today()
    children = subjects_of(faces_of([case]).get(case.pk, []))
    answers = start_response(
        form=version_on(CaseWork.of_record(case).asks["review"], today),
        dossier=case.dossier,
        by=by,
        about_id=children[0].person_id if len(children) == 1 else None,
        given=facts_for([child.born for child in children], today),
    )
    review = Review(
        dossier=case.dossier, case=case, plan=plan, answers=answers, started_by=by, started_at=clock.now()
    )
    ReviewWork.begin(review, ReviewWork.start, by=by, facts={"plan": plan.pk})
    return review


@action(CASE_WORK, on="review")
def save_answers(
    *, review: Review, typed: Mapping[str, Any], by: Any, expected: int | None = None
) -> Response:
    """Keeps what was typed, finished or not."""
    return save_draft(response=_held(review).answers, typed=typed, by=by, expected=expected)


@action(CASE_WORK, on="review")
def finish_answers(
    *, review: Review, answers: Mapping[str, Any], by: Any, expected: int | None = None
) -> Response:
    """Checks, scores and seals the answers."""
    return submit_response(response=_held(review).answers, answers=answers, by=by, expected=expected)


@action(CASE_WORK, on="review")
def finish_review(
    *,
    review: Review,
    decision: str,
    conclusion: str,
    level: str,
    goals: Mapping[str, tuple[str, str]],
    by: Any,
    expected: int | None = None,
) -> Review:
    """Writes down where each goal stands (`goals`: public id to state and what was seen), the level of risk, and
    what follows; the next review runs from now. A higher level is in force at once, a lower one where the rules
    on risk allow it."""
    case = hold(review.case)
    held = _held(review, expected=expected)
    _note_goals(held, goals)
    held.risk, held.risk_before, held.decision, held.conclusion = level, case.risk, decision, conclusion
    held.held_by, held.held_at = by, clock.now()
    held.save()
    ReviewWork.move(held, ReviewWork.finish, by=by, reason=decision, facts={"answers": held.answers.digest})
    if level != case.risk:
        change_risk(case=case, level=level, why=conclusion, by=by)
        case = hold(case)
    _next_review(case)
    if decision == "escalate":
        _ask_for_conference(held)
    return held


def _note_goals(review: Review, told: Mapping[str, tuple[str, str]]) -> None:
    known = {str(code.code) for code in codes("plan.goal_status", on=clock.today())}
    for goal in goals_of(review.plan):
        outcome, value = told.get(goal.public_id, ("", ""))
        if outcome not in known:
            raise Refused(_("Say of every goal where it stands."), field=f"goal_{goal.public_id}")
        GoalProgress.objects.create(
            dossier=review.dossier, review=review, goal=goal, outcome=outcome, value=value
        )
        Goal.objects.filter(pk=goal.pk).update(outcome=outcome)


def _next_review(case: Case) -> None:
    """The deadline just met, and the next one, as long as the norm of the level of risk says."""
    word = CaseWork.of_record(case).clocks["review"]
    end_clock(process=CaseWork.code, subject_id=case.pk, name=word.name, met=True)
    start_clock(
        subject=case,
        process=CaseWork.code,
        name=word.name,
        norm_key=word.norm_for(case),
        since=clock.now(),
        holder=case.worker,
        role=SocialWorker,
        ladder=word.ladder_for(case),
    )


def _ask_for_conference(review: Review) -> None:
    open_task(
        kind=CONFERENCE,
        key=f"{CONFERENCE}:{review.pk}",
        dossier=review.dossier,
        unit=review.dossier.unit,
        role=Supervisor,
        process=ReviewWork.code,
        subject_id=review.pk,
    )


@action(CASE_WORK, on="review")
def stop_review(*, review: Review, by: Any, expected: int | None = None) -> Review:
    """Ends a review that leads nowhere; its answers are kept."""
    held = _held(review, expected=expected)
    ReviewWork.move(held, ReviewWork.stop, by=by, facts={})
    return held


def _held(review: Review, *, expected: int | None = None) -> Review:
    held = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if held.status != ReviewWork.draft.name:
        raise Refused(_("This review is finished."))
    require_version(held, expected)
    return held
