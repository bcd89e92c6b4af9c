"""What the page of a referral shows, to both sides."""

from typing import Any

from himaya.cases.referrals.models import Referral
from himaya.cases.referrals.process import Referring
from himaya.workflow.queries import due, next_actions, status_bar, story


def page_of_referral(referral: Referral, user: Any) -> dict[str, Any]:
    """What the page of a referral shows."""
    steps = Referring.steps_of(referral)
    return {
        "referral": referral,
        "bar": status_bar(Referring, referral, steps),
        "actions": next_actions(Referring, referral, user),
        "clocks": [due(c) for c in Referring.clocks_of(referral)],
        "story": story(Referring, steps),
        "feedback": list(referral.feedback.select_related("by").order_by("-at")),
    }
