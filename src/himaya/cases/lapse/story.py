"""What a lapsed plan adds to its case: it is said on every page of it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from himaya.access.models import User
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import alerts, standing
from himaya.cases.lapse.queries import SUPPORTED, lapsed_plans
from himaya.kit import clock
from himaya.kit.shapes import Alert


@alerts
def warn_of_lapse(case: Case, user: User) -> Iterable[Alert]:
    """Asked only where a plan is in force."""
    if case.status not in SUPPORTED or "approved" not in standing(case, "plan"):
        return
    plan = lapsed_plans(clock.today()).filter(case=case).first()
    if plan is not None:
        words = _("Nothing is being done under the plan any more. Say what follows, or end it.")
        yield Alert(words, "bad", plan.get_absolute_url())
