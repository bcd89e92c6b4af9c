"""A review of a contact: scored, given to who listened, answered, and settled where they disagree."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import Counsellor, HotlineSupervisor
from himaya.hotline.quality.models import Review
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, Clock, End, Move, Process, Start, State, Tell

SHARED = kind("review.shared", _("A contact of yours was reviewed: read it and answer"))
DISPUTED = kind("review.disputed", _("A counsellor disagrees with a review: it must be settled"))
PROPOSED = kind("review.proposed", _("A common score waits for you: agree to it or write another"))
ANSWERED = kind("review.answered", _("A review of yours was answered"))
SETTLED = kind("review.settled", _("The disagreement about a review was settled"))
HOTLINE = [Counsellor, HotlineSupervisor]


def listener(review: Any) -> Any:
    """Who listened."""
    return review.counsellor


def first_scorer(review: Any) -> Any:
    """Who scored first."""
    return review.first_by


def other_scorer(review: Any) -> Any:
    """Of two scorers the one who did not write the common score."""
    return review.second_by if review.settled_by_id == review.first_by_id else review.first_by


def proposer(review: Any) -> Any:
    """Who wrote the common score."""
    return review.settled_by


REVIEWING = Clock("review", _("Review of a contact"), "hotline.quality.review", HotlineSupervisor)
ANSWERING = Clock("answer", _("Answer to a review"), "hotline.quality.answer", Counsellor, listener)


class ReviewWork(Process):
    """From the draw to the last word."""

    code = "contact_review"
    title = _("Review of a contact")
    of = Review

    drawn = State(_("To be reviewed"))
    second = State(_("Waits for a second scorer"), aside=True)
    shared = State(_("With the counsellor"))
    disputed = State(_("Disagreed with"), aside=True)
    common = State(_("Common score proposed"), aside=True)
    agreed = End(_("Agreed"))
    settled = End(_("Settled"), aside=True)
    dropped = End(_("Not reviewed"), aside=True)

    draw = Start(drawn, by=[HotlineSupervisor, SYSTEM_PARTY], label=_("Take for review"), starts=[REVIEWING])
    score_first = Move(
        drawn, second, by=[HotlineSupervisor], label=_("Score"), meets=["review"], starts=[REVIEWING]
    )
    score = Move(
        [drawn, second],
        shared,
        by=[HotlineSupervisor],
        label=_("Score by the rubric"),
        page="hotline:review-score",
        meets=["review"],
        starts=[ANSWERING],
        tells=[Tell(SHARED, listener)],
        tone="primary",
    )
    agree = Move(
        shared,
        agreed,
        by=HOTLINE,
        label=_("Answer the review"),
        page="hotline:review-answer",
        meets=["answer"],
        tells=[Tell(ANSWERED, first_scorer)],
        tone="primary",
    )
    disagree = Move(
        shared,
        disputed,
        by=HOTLINE,
        label=_("Disagree"),
        meets=["answer"],
        starts=[
            Clock("settling", _("Disagreement about a review"), "hotline.quality.settle", HotlineSupervisor)
        ],
        tells=[Tell(DISPUTED, HotlineSupervisor)],
    )
    # Where nobody else is left, the two who scored settle together; the time of settling runs on until both agree.
    propose = Move(
        [disputed, common],
        common,
        by=[HotlineSupervisor],
        label=_("Write a common score"),
        page="hotline:review-score",
        tells=[Tell(PROPOSED, other_scorer)],
        tone="primary",
    )
    confirm = Move(
        common,
        settled,
        by=[HotlineSupervisor],
        label=_("Agree to the common score"),
        page="hotline:review-confirm",
        meets=["settling"],
        tells=[Tell(SETTLED, listener), Tell(SETTLED, proposer)],
        tone="primary",
    )
    settle = Move(
        [disputed, common],
        settled,
        by=[HotlineSupervisor],
        label=_("Settle by scoring anew"),
        page="hotline:review-score",
        meets=["settling"],
        tells=[Tell(SETTLED, listener), Tell(SETTLED, first_scorer)],
        tone="primary",
    )
    drop = Move(
        [drawn, second],
        dropped,
        by=[HotlineSupervisor],
        label=_("Do not review"),
        page="hotline:review-drop",
        reasons="quality.dropped",
        tone="danger",
    )
