"""What the pages of reviews show."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest
from himaya.access.models import ProtectedQuerySet
from himaya.access.queries import lend_key
from himaya.access.roles import CASE_WORK
from himaya.cases.casefile.frame import chips_of, frame, risk_chip
from himaya.cases.casefile.models import Case
from himaya.cases.plan.queries import in_force
from himaya.cases.reviews.models import GoalProgress, Review
from himaya.cases.reviews.process import ReviewWork
from himaya.cases.reviews.rules import may_review
from himaya.instruments.queries import answered, reason_words
from himaya.instruments.sheet import ResponseForm
from himaya.kit.shapes import Crumb
from himaya.workflow.queries import next_actions, status_bar, typed_before


def reviews() -> ProtectedQuerySet:
    """With everything a review's pages show."""
    return Review.objects.select_related(
        "case__dossier__unit", "case__worker", "plan", "answers__form__instrument", "held_by", "started_by"
    )


def surround(case: Case, **more: Any) -> dict[str, Any]:
    """What stands around a page of one step of a review."""
    there = reverse("cases:case-reviews", args=[case.public_id])
    crumbs = [Crumb(case.reference, case.get_absolute_url()), Crumb(_("Reviews"), there)]
    return {"case": case, "crumbs": crumbs, "case_chips": chips_of(case), **more}


def list_page(request: StaffRequest, case: Case) -> dict[str, Any]:
    """The part "Reviews" of a case."""
    rows = list(reviews().filter(case=case).order_by("-started_at"))
    running = any(r.status == ReviewWork.draft.name for r in rows)
    may = bool(may_review(case, in_force(case))) and not running
    return frame(request, case, "reviews", reviews=[(r, ReviewWork.state_of(r)) for r in rows], may_begin=may)


def review_page(request: StaffRequest, review: Review, **more: Any) -> dict[str, Any]:
    """One review."""
    content = review.answers.questionnaire.content
    return surround(
        review.case,
        review=review,
        bar=status_bar(ReviewWork, review, ReviewWork.steps_of(review)),
        actions=next_actions(ReviewWork, review, request.user),
        answers=answered(review.answers) if review.answers.is_submitted else [],
        advised=review.answers.level,
        reasons=[reason_words(content, flag) for flag in review.answers.flags],
        risk_chip=risk_chip(review.risk) if review.risk else None,
        progress=progress_of(review),
        may_answer=review.status == ReviewWork.draft.name and request.user.can(CASE_WORK),
        **more,
    )


def progress_of(review: Review) -> list[GoalProgress]:
    """Where each goal stood."""
    rows = list(review.progress.select_related("goal").order_by("pk"))
    lend_key(review, (row.goal for row in rows))
    return rows


def draft_key(review: Review) -> str:
    """Where the half-typed answers of one person are kept."""
    return f"response-{review.answers.public_id}"


def answers_form(request: StaffRequest, review: Review) -> ResponseForm | None:
    """The form of the questions; None where they are only read."""
    if review.answers.is_submitted or review.status != ReviewWork.draft.name:
        return None
    submitting = request.method == "POST" and "_save" not in request.POST
    draft = typed_before(request.user, draft_key(review)) if request.method == "GET" else {}
    return ResponseForm(review.answers, request.POST or None, submitting=submitting, draft=draft)
