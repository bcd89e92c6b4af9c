"""What reviews add to a case: a part of its own, and what is to be done next."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from himaya.access.models import User
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.process import CaseWork
from himaya.cases.casefile.story import actions, clocks_on, part, standing
from himaya.cases.reviews.models import Review
from himaya.cases.reviews.process import ReviewWork
from himaya.kit.shapes import NextAction
from himaya.workflow.queries import due

part("reviews", gettext_lazy("Reviews"), page="cases:case-reviews", order=60, permission=CASE_READ)


@actions
def offer_review(case: Case, user: User) -> Iterable[NextAction]:
    """Begin, or go on."""
    if case.status != CaseWork.implementing.name or not user.can(CASE_WORK):
        return
    clock = next((due(c) for c in clocks_on(case) if c.name == "review"), None)
    running = None
    if ReviewWork.draft.name in standing(case, ReviewWork.code):
        running = Review.objects.filter(case=case, status=ReviewWork.draft.name).first()
    if running is not None:
        yield NextAction(_("Go on with the review"), running.get_absolute_url(), clock, primary=True)
    else:
        yield NextAction(_("Begin a review"), reverse("cases:review-start", args=[case.public_id]), clock)
