"""A review of the plan, held by its norm (domain §3.1, §3.4: from weekly at critical risk to three months)."""

from django.utils.translation import gettext_lazy as _

from himaya.access.roles import SocialWorker, Supervisor, UnitManager
from himaya.cases.reviews.models import Review
from himaya.cases.reviews.rules import plan_is_still_in_force, questions_are_answered
from himaya.workflow.notices.actions import kind
from himaya.workflow.process import SYSTEM_PARTY, End, Move, Process, Start, State, Tell

HELD = kind("review.held", _("A review was held in your unit"))


class ReviewWork(Process):
    """From the first question to what follows."""

    code = "review"
    title = _("Review")
    of = Review

    draft = State(_("Under way"))
    held = End(_("Held"))
    stopped = End(_("Stopped"), aside=True)

    start = Start(draft, by=[SocialWorker, Supervisor], label=_("Begin"))
    finish = Move(
        draft,
        held,
        by=[SocialWorker, Supervisor],
        label=_("Decide and finish"),
        page="cases:review-finish",
        needs=[questions_are_answered, plan_is_still_in_force],
        tells=[Tell(HELD, Supervisor)],
        tone="primary",
    )
    stop = Move(
        draft,
        stopped,
        by=[SocialWorker, Supervisor, UnitManager, SYSTEM_PARTY],
        label=_("Stop without a result"),
        page="cases:review-stop",
    )
