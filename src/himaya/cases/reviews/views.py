"""Pages of reviews."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.views import case_of
from himaya.cases.plan.rules import goals_of
from himaya.cases.reviews import actions
from himaya.cases.reviews.forms import ConfirmForm, FinishForm
from himaya.cases.reviews.models import Review
from himaya.cases.reviews.page import answers_form, draft_key, list_page, review_page, reviews, surround
from himaya.instruments.sheet import typed
from himaya.workflow.queries import typed_before

# Where a decision leads at once.
NEXT = {"change": "cases:plan-start", "close": "cases:case-propose-closure"}


def _review(request: StaffRequest, public_id: str) -> Review:
    found: Review = fetch(request, reviews().visible_to(request.user), public_id=public_id)
    return found


@screen(CASE_READ, logs="review.list_viewed")
def case_reviews(request: StaffRequest, public_id: str) -> HttpResponse:
    """The reviews of a case."""
    return render(request, "cases/reviews/list.html", list_page(request, case_of(request, public_id)))


@screen(CASE_WORK, logs="review.list_viewed")
def review_start(request: StaffRequest, public_id: str) -> HttpResponse:
    """Begin a review."""
    case = case_of(request, public_id)
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        begun = attempt(form, actions.start_review, case=case, by=request.user)
        if begun:
            return redirect("cases:review-answers", begun.public_id)
    lead = _("First hear those concerned and the family; then look at each goal; then decide.")
    more = {"form": form, "heading": _("Begin a review"), "lead": lead, "submit": _("Begin")}
    return render(request, "cases/reviews/confirm.html", surround(case, **more))


@screen(CASE_READ, logs="review.viewed")
def review_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """One review."""
    review = _review(request, public_id)
    return render(request, "cases/reviews/detail.html", review_page(request, review))


@screen(CASE_WORK, logs="review.viewed")
def review_answers(request: StaffRequest, public_id: str) -> HttpResponse:
    """The questions."""
    review = _review(request, public_id)
    form = answers_form(request, review)
    if form is None:
        return redirect(review)
    given: dict[str, Any] = {"review": review, "by": request.user, "expected": form.version}
    if request.method == "POST" and "_save" in request.POST:
        form.errors  # noqa: B018 -- what is wrong so far is shown; it is kept all the same
        if attempt(form, actions.save_answers, typed=typed(form.response, request.POST), **given):
            messages.success(request, _("Saved. You can go on later, from any device."))
            return redirect(request.path)
    elif form.is_valid() and attempt(form, actions.finish_answers, answers=form.answers(), **given):
        return redirect("cases:review-finish", public_id)
    draft = reverse("workflow:draft-keep", args=[draft_key(review)])
    return render(request, "cases/reviews/answers.html", review_page(request, review, form=form, draft=draft))


@screen(CASE_WORK, logs="review.viewed")
def review_finish(request: StaffRequest, public_id: str) -> HttpResponse:
    """Where each goal stands, the level, and what follows."""
    review = _review(request, public_id)
    key = f"review-{review.public_id}"
    first = {"level": review.case.risk, **typed_before(request.user, key)}
    form = FinishForm(
        request.POST or None, initial=first, goals=goals_of(review.plan), version=review.version
    )
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("level", "decision", "conclusion")}
        given: dict[str, Any] = {"review": review, "by": request.user, "expected": form.version}
        if attempt(form, actions.finish_review, goals=form.told(), **given, **data):
            there = NEXT.get(data["decision"])
            return redirect(there, review.case.public_id) if there else redirect(review)
    draft = reverse("workflow:draft-keep", args=[key])
    return render(
        request,
        "cases/reviews/finish.html",
        review_page(request, review, form=form, draft=draft, heading=_("Decide and finish")),
    )


@screen(CASE_WORK, logs="review.viewed")
def review_stop(request: StaffRequest, public_id: str) -> HttpResponse:
    """End a review that leads nowhere."""
    review = _review(request, public_id)
    form = ConfirmForm(request.POST or None, version=review.version)
    given: dict[str, Any] = {"review": review, "by": request.user, "expected": form.version}
    if form.is_valid() and attempt(form, actions.stop_review, **given):
        return redirect(review)
    lead, heading = _("What was answered is kept."), _("Stop without a result")
    more = {"form": form, "heading": heading, "lead": lead, "submit": heading}
    return render(request, "cases/reviews/confirm.html", surround(review.case, **more))
