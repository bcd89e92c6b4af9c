"""What a review needs, and what it asks about."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.cases.assessment.rules import NONE, OBLIGATORY, POSSIBLE, view_duty
from himaya.cases.casefile.models import Case
from himaya.cases.plan.models import Plan
from himaya.cases.reviews.models import Review
from himaya.kit.periods import BirthDate
from himaya.kit.verdict import Verdict, no, yes

Facts = Mapping[str, Any]
DUTIES = (NONE, POSSIBLE, OBLIGATORY)


def may_review(case: Case, plan: Plan | None) -> Verdict:
    """There is something to review: support under way by a plan in force."""
    if case.status == "implementing" and plan is not None:
        return yes()
    return no(_("A review looks at a plan in force."))


def facts_for(born: Iterable[BirthDate | None], on: date) -> dict[str, Any]:
    """What the record tells the questionnaire of several children: the oldest one's age, and the strictest duty
    to hear (Family Code, art. 52)."""
    known = list(born)
    ages = [b.ages(on)[0] for b in known if b is not None]
    duties = [view_duty(b, on) for b in known] or [POSSIBLE]
    return {"age": max(ages, default=""), "view": max(duties, key=DUTIES.index)}


def questions_are_answered(review: Review, facts: Facts) -> Verdict:
    """The child's view, what changed and the best interests come before the decision (domain §6)."""
    return yes() if review.answers.is_submitted else no(_("Answer the questions of the review first."))


def plan_is_still_in_force(review: Review, facts: Facts) -> Verdict:
    """Nobody replaced the plan meanwhile."""
    if review.plan.status == "approved":
        return yes()
    return no(_("The plan was replaced since this review began. Begin a new review."))
